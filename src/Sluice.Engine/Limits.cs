namespace Sluice.Engine;

/// <summary>Every bound of the engine. Past one of these the caller is refused; nothing grows without limit.</summary>
public static class Limits
{
    /// <summary>Largest accepted workflow definition, in bytes of its JSON or YAML body.</summary>
    public const int DefinitionBytesMax = 256 * 1024;

    /// <summary>Most stages of one workflow.</summary>
    public const int StagesMax = 100;

    /// <summary>Deepest nesting of a definition's JSON or YAML.</summary>
    public const int DefinitionDepthMax = 32;

    /// <summary>Largest variables of one instance, in bytes of their JSON object.</summary>
    public const int VariablesBytesMax = 64 * 1024;

    /// <summary>Largest body of a posted event, in bytes.</summary>
    public const int EventBytesMax = 64 * 1024;

    /// <summary>Most posted events of one instance that wait to be consumed.</summary>
    public const int MailboxEventsMax = 1_000;

    /// <summary>Most posted events of one instance that a repetition is recognized of: the last ones, consumed or not.</summary>
    public const int RememberedEventsMax = 1_000;

    /// <summary>Largest string that interpolation of variables may produce, in characters.</summary>
    public const int InterpolatedCharsMax = 64 * 1024;

    /// <summary>Largest answer of a service that is recorded, in bytes.</summary>
    public const int ActivityOutputBytesMax = 1024 * 1024;

    /// <summary>Longest text of a failure that is recorded, in characters; what a service says beyond it is cut.</summary>
    public const int FailureCharsMax = 4_096;

    /// <summary>Most attempts that a retry policy may allow an activity.</summary>
    public const int AttemptsMax = 1_000_000;

    /// <summary>Longest wait between attempts that a retry policy may ask for.</summary>
    public static readonly TimeSpan RetryIntervalMax = TimeSpan.FromDays(30);

    /// <summary>Most error codes that a retry policy may name.</summary>
    public const int NonRetryableCodesMax = 100;

    /// <summary>Largest accepted trigger, in bytes of its JSON body.</summary>
    public const int TriggerBytesMax = 64 * 1024;

    /// <summary>Most triggers that are not deleted.</summary>
    public const int TriggersMax = 100_000;

    /// <summary>Most variables of one trigger.</summary>
    public const int TriggerVariablesMax = 100;

    /// <summary>Longest expression of a trigger, in characters.</summary>
    public const int ExpressionCharsMax = 16 * 1024;

    /// <summary>Largest event that triggers look at, in bytes of its whole envelope.</summary>
    public const int EnvelopeBytesMax = 256 * 1024;

    /// <summary>Deepest nesting of an envelope.</summary>
    public const int EnvelopeDepthMax = 64;

    /// <summary>Longest id of a message and longest idempotency key of an envelope, in characters.</summary>
    public const int EventKeyCharsMax = 1_024;

    /// <summary>Longest text that a list of triggers can be searched for, in characters.</summary>
    public const int NameSearchCharsMax = 256;

    /// <summary>Longest accepted <c>Idempotency-Key</c>, in characters.</summary>
    public const int IdempotencyKeyCharsMax = 256;
}
