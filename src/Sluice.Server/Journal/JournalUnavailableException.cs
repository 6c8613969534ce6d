namespace Sluice.Server.Journal;

/// <summary>The store did not answer, or a commit's fate is uncertain.</summary>
/// <param name="message">What was tried.</param>
/// <param name="inner">The error underneath.</param>
public sealed class JournalUnavailableException(string message, Exception inner) : Exception(message, inner);
