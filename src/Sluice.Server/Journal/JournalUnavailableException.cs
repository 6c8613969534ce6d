namespace Sluice.Server.Journal;

/// <summary>The store did not answer, or a commit's fate is uncertain.</summary>
/// <param name="message">What was tried.</param>
/// <param name="inner">The error underneath; null when there is none.</param>
public class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
