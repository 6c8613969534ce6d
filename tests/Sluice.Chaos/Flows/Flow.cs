namespace Sluice.Chaos.Flows;

/// <summary>A workflow under load, and what one instance of it must leave behind.</summary>
/// <param name="Name">The workflow's name.</param>
/// <param name="Stages">Its stages as JSON.</param>
/// <param name="Calls">The calls that move money, in order, of an instance that nothing keeps from its end.</param>
internal sealed record Flow(string Name, string Stages, IReadOnlyList<ExpectedCall> Calls)
{
    /// <summary>The body that posts the one event all waits are for.</summary>
    public const string Event = $$"""{"name":"{{StageText.EventName}}"}""";

    public const string Asset = StageText.Asset;
    public const string North = "crash-north";
    public const string South = "crash-south";

    /// <summary>The ledger that the wallets are built on.</summary>
    public const string Wallets = "wallets-002";

    /// <summary>The ledger that payments are booked in; the service creates it when it needs it first.</summary>
    public const string Internal = "orchestration-000-internal";

    /// <summary>The indexes of its <c>wait_event</c> stages; <see cref="Event"/> satisfies any of them.</summary>
    public IReadOnlyList<int> WaitStages { get; init; } = [];

    /// <summary>The variables that say how long its <c>delay</c> stages last, in whole milliseconds, by the stages' indexes.</summary>
    public IReadOnlyDictionary<int, string> Pauses { get; init; } = new Dictionary<int, string>();

    /// <summary>Whether it also writes the start's token on the account <c>marks:token</c>.</summary>
    public bool Marks { get; init; }

    /// <summary>Whether it begins with a payment, which is booked in the internal ledger before the calls.</summary>
    public bool BooksPayment { get; init; }

    /// <summary>The error that every instance ends with that is not aborted; null when it succeeds.</summary>
    public string? FailsWith { get; init; }

    /// <summary>Whether its hold is still open when it has succeeded.</summary>
    public bool LeavesHoldOpen { get; init; }

    /// <summary>Whether its hold outlives an instance that fails or is aborted.</summary>
    public bool KeepsHold { get; init; }

    /// <summary>Callers try to abort one instance out of so many.</summary>
    public int AbortsOneIn { get; init; } = 6;
}
