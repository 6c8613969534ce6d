namespace Sluice.Server.Journal;

/// <summary>More appends wait than the journal holds. Nothing was written; the caller may try again later.</summary>
/// <param name="bound">How many appends may wait.</param>
public sealed class JournalFullException(int bound) : Exception($"{bound} appends wait for the journal; it takes no more");
