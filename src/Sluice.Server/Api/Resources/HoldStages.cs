using System.Numerics;
using System.Text.Json.Serialization;
using Sluice.Engine;
using Sluice.Engine.Stages;

namespace Sluice.Server.Api.Resources;

/// <summary>A hold, resolved. SDKs do not know this stage; they read it as the send that it is nearest to.</summary>
/// <param name="Source">The wallet whose money is set aside.</param>
/// <param name="Destination">Where the money goes when the hold is confirmed.</param>
/// <param name="Amount">How much.</param>
/// <param name="Metadata">Metadata of the hold.</param>
/// <param name="Description">A text for people.</param>
/// <param name="Variable">The variable that gets the hold's id.</param>
/// <param name="Keep">Whether the hold outlives an instance that fails or is aborted.</param>
/// <param name="Retry">The retry policy, if the stage has one of its own.</param>
internal sealed record HoldStage(
    HoldSource Source,
    HoldDestination? Destination,
    MoneyAmount Amount,
    IReadOnlyDictionary<string, string>? Metadata,
    string? Description,
    string Variable,
    bool Keep,
    [property: JsonPropertyName(StageRetry.Key)] StageRetry? Retry)
{
    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Account { get; }

    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Duration { get; }

    public static HoldStage Of(HoldInput hold, StageRetry? retry) => new(
        new HoldSource(hold.Source), hold.Destination, hold.Amount, hold.Metadata, hold.Description, hold.Variable, hold.Keep, retry);
}

/// <summary>Where the money of a hold comes from.</summary>
/// <param name="Wallet">The wallet.</param>
internal sealed record HoldSource(WalletParty Wallet);

/// <summary>A confirmation, resolved.</summary>
/// <param name="Hold">The hold's id.</param>
/// <param name="Amount">How much of it, unless all that remains.</param>
/// <param name="Final">Whether the rest is given back.</param>
/// <param name="Retry">The retry policy, if the stage has one of its own.</param>
internal sealed record ConfirmHoldStage(
    string Hold, BigInteger? Amount, bool? Final, [property: JsonPropertyName(StageRetry.Key)] StageRetry? Retry);

/// <summary>The end of a hold, resolved.</summary>
/// <param name="Hold">The hold's id.</param>
/// <param name="Retry">The retry policy, if the stage has one of its own.</param>
internal sealed record VoidHoldStage(string Hold, [property: JsonPropertyName(StageRetry.Key)] StageRetry? Retry);
