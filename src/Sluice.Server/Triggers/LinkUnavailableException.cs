namespace Sluice.Server.Triggers;

/// <summary>A resource could not be read for now, however often it was tried.</summary>
/// <param name="message">What went wrong, for whoever reads the occurrence.</param>
public sealed class LinkUnavailableException(string message) : Exception(message);
