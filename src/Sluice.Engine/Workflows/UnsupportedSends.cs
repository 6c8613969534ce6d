using Sluice.Engine.Stages.Resolution;

namespace Sluice.Engine.Workflows;

/// <summary>The sends that are understood but cannot run yet: only accounts move money in this version.</summary>
internal static class UnsupportedSends
{
    /// <summary>Names each side of a send that this version cannot run.</summary>
    /// <param name="send">The fields of a valid send.</param>
    /// <param name="stagePath">The stage's body: <c>stages[0].send</c>.</param>
    public static IEnumerable<string> Problems(ResolvedFields send, string stagePath) =>
        from side in (string[])["source", "destination"]
        from party in (string[])["wallet", "payment"]
        where send.Object(side)?.PresenceOf(party) == Presence.Given
        select $"{stagePath}.{side}.{party}: a {party} as the {side} of a send is not supported by this version yet";
}
