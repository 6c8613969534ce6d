using System.Text.Json;
using Sluice.Engine.Activities;

namespace Sluice.Server.Activities;

/// <summary>
/// The last list of connectors, for a second: many sends to a provider ask for it at a time, and none may debit money on the word
/// of a list that is older. Thread-safe, and no larger than one answer may be.
/// </summary>
/// <param name="clock">Tells how old the list is.</param>
internal sealed class RecentConnectors(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private Kept? _last;

    /// <summary>The list, if it is recent and settles which connector is meant.</summary>
    /// <returns>Null when the service must be asked: a list that names none or several may have been corrected meanwhile.</returns>
    public JsonElement? For(ListConnectors request) =>
        Volatile.Read(ref _last) is { } last
        && clock.GetElapsedTime(last.At) < Lifetime
        && ConnectorChoice.Of(last.Answer, request.Provider).Id is not null
            ? last.Answer
            : null;

    /// <summary>Keeps what the service has just answered.</summary>
    public void Keep(JsonElement answer) => Volatile.Write(ref _last, new Kept(answer, clock.GetTimestamp()));

    private sealed record Kept(JsonElement Answer, long At);
}
