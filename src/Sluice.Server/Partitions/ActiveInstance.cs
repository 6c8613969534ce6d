using Sluice.Engine.Instances;
using Sluice.Server.Activities;

namespace Sluice.Server.Partitions;

/// <summary>An instance in memory: somebody uses it, or an attempt of it is out. Everything else is on disk alone.</summary>
internal sealed class ActiveInstance(InstanceId id) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private TaskCompletionSource? _ended;
    private (int Stage, int Activity, int Attempt) _attemptOf;

    internal InstanceId Id { get; } = id;

    /// <summary>As recorded; null while unknown, which is so before it is read and after a failed append.</summary>
    internal InstanceState? State { get; set; }

    /// <summary>The attempt that waits or is out, until its owner knows that its outcome is recorded.</summary>
    internal ActivityAttempt? Attempt { get; private set; }

    /// <summary>
    /// Whether the outcome of the attempt is still to come as far as is recorded. It may be recorded and its owner not know it, after
    /// a commit of which the fate was unknown; what waited for it then would wait for ever.
    /// </summary>
    internal bool AwaitsAttempt =>
        Attempt is not null && State?.Stage is { Pending: { } pending } stage && _attemptOf == (stage.Index, pending.Index, pending.Attempt);

    /// <summary>How many calls hold it. At zero it is evicted.</summary>
    internal int Users { get; set; }

    /// <summary>Completes when the instance ends. Who waits goes on at once, without a way through the thread pool.</summary>
    internal Task Ended => (_ended ??= new TaskCompletionSource()).Task;

    /// <summary>Turns of one instance follow one another: each is decided on the recorded result of the last.</summary>
    internal Task EnterAsync() => _gate.WaitAsync();

    internal void Leave() => _gate.Release();

    internal void BeginAttempt(ActivityAttempt attempt, int stage, ActivityState activity) =>
        (Attempt, _attemptOf) = (attempt, (stage, activity.Index, activity.Attempt));

    internal void ForgetAttempt() => Attempt = null;

    internal void SignalEnd() => _ended?.TrySetResult();

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();
}
