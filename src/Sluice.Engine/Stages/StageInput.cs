using System.Text.Json.Serialization;

namespace Sluice.Engine.Stages;

/// <summary>
/// What a stage was asked to do, after interpolation and defaults. It is recorded when the stage starts, so a later change of
/// defaults or of resolution never changes a running instance, and it is what the instance history shows.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "stage")]
[JsonDerivedType(typeof(SendInput), "send")]
[JsonDerivedType(typeof(DelayInput), "delay")]
[JsonDerivedType(typeof(WaitEventInput), "wait_event")]
[JsonDerivedType(typeof(UpdateInput), "update")]
[JsonDerivedType(typeof(NoopInput), "noop")]
[JsonDerivedType(typeof(HoldInput), "hold")]
[JsonDerivedType(typeof(ConfirmHoldInput), "confirm_hold")]
[JsonDerivedType(typeof(VoidHoldInput), "void_hold")]
public abstract record StageInput
{
    private protected StageInput()
    {
    }
}

/// <summary>Wait for a time to pass. Exactly one of the two is set.</summary>
/// <param name="Duration">How long to wait from the stage's start; zero or negative is over at once.</param>
/// <param name="Until">The instant to wait for; one in the past is over at once.</param>
public sealed record DelayInput(GoDuration? Duration = null, DateTimeOffset? Until = null) : StageInput;

/// <summary>Wait for a posted event.</summary>
/// <param name="Event">The event's name, compared by case.</param>
/// <param name="Timeout">How long to wait from the stage's start before it fails; unset means without end.</param>
public sealed record WaitEventInput(string Event, GoDuration? Timeout = null) : StageInput;

/// <summary>Merge metadata into a ledger account.</summary>
/// <param name="Account">The account and what to merge into it.</param>
public sealed record UpdateInput(UpdateAccount Account) : StageInput;

/// <summary>The account of an <see cref="UpdateInput"/>.</summary>
/// <param name="Id">The account's address.</param>
/// <param name="Ledger">The ledger that holds it; <c>main</c> unless the author says otherwise.</param>
/// <param name="Metadata">The keys to set. Other keys of the account stay.</param>
public sealed record UpdateAccount(string Id, string Ledger, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Do nothing, successfully.</summary>
public sealed record NoopInput : StageInput;
