using Sluice.Engine;

namespace Sluice.Server.Partitions;

/// <summary>The door to a partition from any node: Orleans routes each call to the partition's only owner.</summary>
[Alias("sluice.partition")]
public interface IPartitionGrain : IGrainWithIntegerKey
{
    /// <summary>Starts an instance; answers when the start is durable. Starting an instance again changes nothing.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="workflow">What it runs.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="again">Whether it was asked for before, so that it may be there even though its id is a new one.</param>
    [Alias("start"), ResponseTimeout(PartitionRouter.AnswerSoonWithin)]
    Task<StartAnswer> StartAsync(Guid instance, Guid workflow, IReadOnlyDictionary<string, string> variables, bool again);

    /// <summary>Starts an instance because a trigger fired; the occurrence is recorded with the start. Starting it again changes neither.</summary>
    [Alias("fire"), ResponseTimeout(PartitionRouter.AnswerSoonWithin)]
    Task<StartAnswer> FireAsync(
        Guid instance, Guid workflow, IReadOnlyDictionary<string, string> variables, Guid trigger, Guid occurrence, string envelope);

    /// <summary>Posts an event; answers when it is durable. Posting it again, with the same id, changes nothing.</summary>
    [Alias("post-event"), ResponseTimeout(PartitionRouter.AnswerSoonWithin)]
    Task<Answer> PostEventAsync(Guid instance, string name, Guid id);

    /// <summary>Aborts an instance; answers when that is durable. Aborting it again changes nothing.</summary>
    [Alias("abort"), ResponseTimeout(PartitionRouter.AnswerSoonWithin)]
    Task<Answer> AbortAsync(Guid instance);

    /// <summary>Waits for an instance to end.</summary>
    [Alias("wait")]
    Task<EndAnswer> WaitForEndAsync(Guid instance, TimeSpan atMost);

    /// <summary>Keeps the partition awake, where it belongs; answers once its owner has recovered it.</summary>
    /// <returns>False when this owner lets go of it, so that the next ping wakes it elsewhere.</returns>
    [Alias("ping"), ResponseTimeout(PartitionRouter.AnswerSoonWithin)]
    Task<bool> PingAsync();
}

/// <summary>The owner's answer to a command.</summary>
/// <param name="RefusalKind">Why it was refused; none when it was not.</param>
/// <param name="RefusalMessage">The refusal's text.</param>
/// <param name="Moved">Whether the partition is on its way to another owner. Then nothing was done, and nothing else counts.</param>
[GenerateSerializer, Immutable, Alias("sluice.answer")]
public sealed record Answer(
    [property: Id(0)] RefusalKind RefusalKind, [property: Id(1)] string? RefusalMessage, [property: Id(2)] bool Moved = false) : IOwnerAnswer
{
    /// <summary>The answer of an owner that no longer is.</summary>
    public static readonly Answer OfMoved = new(RefusalKind.None, null, Moved: true);

    /// <summary>The refusal, if it is one.</summary>
    public Refusal? Refusal => RefusalKind == RefusalKind.None ? null : new Refusal(RefusalKind, RefusalMessage!);

    /// <summary>The answer that carries a refusal, or none.</summary>
    public static Answer Of(Refusal? refusal) => new(refusal?.Kind ?? RefusalKind.None, refusal?.Message);
}

/// <summary>The owner's answer to a start.</summary>
/// <param name="CreatedAt">When the instance started.</param>
/// <param name="UpdatedAt">When its last turn was.</param>
/// <param name="TerminatedAt">When it ended, if it has.</param>
/// <param name="Error">The error it ended with, if it did.</param>
/// <param name="Refused">The refusal; when it is one, the other members mean nothing.</param>
[GenerateSerializer, Immutable, Alias("sluice.start-answer")]
public sealed record StartAnswer(
    [property: Id(0)] DateTimeOffset CreatedAt,
    [property: Id(1)] DateTimeOffset UpdatedAt,
    [property: Id(2)] DateTimeOffset? TerminatedAt,
    [property: Id(3)] string? Error,
    [property: Id(4)] Answer? Refused = null) : IOwnerAnswer
{
    /// <inheritdoc />
    public bool Moved => Refused is { Moved: true };
}

/// <summary>The owner's answer to a wait.</summary>
/// <param name="Ended">Whether the instance has ended.</param>
/// <param name="Moved">Whether the partition is on its way to another owner, who is to be asked.</param>
[GenerateSerializer, Immutable, Alias("sluice.end-answer")]
public sealed record EndAnswer([property: Id(0)] bool Ended, [property: Id(1)] bool Moved = false) : IOwnerAnswer;
