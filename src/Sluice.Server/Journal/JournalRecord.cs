using Sluice.Engine.Instances;

namespace Sluice.Server.Journal;

/// <summary>One turn of one instance as stored.</summary>
/// <param name="Position">Its place in the log; 0 before it is appended.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Sequence">Its place in the instance, from 1 without gaps.</param>
/// <param name="At">When the turn was, in whole microseconds.</param>
/// <param name="Kind">The kind of command that the turn handled, for people who read the table.</param>
/// <param name="Payload">The turn's events as JSON.</param>
public sealed record JournalRecord(
    long Position, InstanceId Instance, long Sequence, DateTimeOffset At, string Kind, string Payload);
