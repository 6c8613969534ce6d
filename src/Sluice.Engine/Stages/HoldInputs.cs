using System.Numerics;
using System.Text.Json.Serialization;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages;

/// <summary>
/// Set money of a wallet aside. The hold's id becomes a variable of the instance. A hold that is still open when the instance
/// fails or is aborted is voided, unless it is to be kept.
/// </summary>
/// <param name="Source">The wallet whose money is set aside.</param>
/// <param name="Amount">How much.</param>
/// <param name="Variable">The variable that gets the hold's id.</param>
/// <param name="Keep">Whether the hold outlives an instance that fails or is aborted.</param>
/// <param name="Destination">Where the money goes when the hold is confirmed; unset means out of the wallets' ledger.</param>
/// <param name="Metadata">Metadata of the hold; unset when the author gave none.</param>
/// <param name="Description">A text for people.</param>
public sealed record HoldInput(
    WalletParty Source,
    MoneyAmount Amount,
    string Variable,
    bool Keep,
    HoldDestination? Destination = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    string? Description = null) : StageInput;

/// <summary>Where the money of a hold goes. Exactly one of the two is set.</summary>
/// <param name="Account">An account of the wallets' ledger.</param>
/// <param name="Wallet">A wallet of the same ledger.</param>
public sealed record HoldDestination(HoldAccount? Account = null, WalletParty? Wallet = null);

/// <summary>An account of the wallets' ledger.</summary>
/// <param name="Id">The account's address.</param>
public sealed record HoldAccount(string Id);

/// <summary>Let the money of a hold go to its destination.</summary>
/// <param name="Hold">The hold's id.</param>
/// <param name="Final">Whether what remains after the amount is given back.</param>
/// <param name="Amount">How much of it, in minor units of its asset; unset means all that remains.</param>
public sealed record ConfirmHoldInput(
    string Hold, bool Final, [property: JsonConverter(typeof(BigIntegerJsonConverter))] BigInteger? Amount = null) : StageInput;

/// <summary>Give the money of a hold back.</summary>
/// <param name="Hold">The hold's id.</param>
public sealed record VoidHoldInput(string Hold) : StageInput;
