namespace Sluice.Simulation.Kernel;

/// <summary>
/// A process of the simulated cluster: the scheduler that its code runs on and the clock that it reads. It can be paused, and killed:
/// then its continuations never run again and its timers never fire, as if the power had failed between two of its lines.
/// </summary>
internal sealed class SimulatedProcess(Kernel kernel, string name)
{
    private readonly List<Happening> _deferred = [];
    private ReadyTasks? _scheduler;
    private SimulatedClock? _clock;

    internal string Name { get; } = name;

    internal bool Alive { get; private set; } = true;

    internal bool Paused { get; private set; }

    /// <summary>Whether the kernel has it on its list of processes that have something to run.</summary>
    internal bool Listed { get; set; }

    internal TaskScheduler Scheduler => _scheduler ??= new ReadyTasks(this, kernel);

    internal SimulatedClock Clock => _clock ??= new SimulatedClock(kernel, this);

    internal bool IsRunnable => Alive && !Paused && _scheduler is { HasReady: true };

    /// <summary>Begins an asynchronous routine on this process.</summary>
    internal Task<T> Run<T>(Func<Task<T>> routine) =>
        Task.Factory.StartNew(routine, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();

    /// <inheritdoc cref="Run{T}"/>
    internal Task Run(Func<Task> routine) =>
        Task.Factory.StartNew(routine, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();

    internal void Kill()
    {
        Alive = false;
        _scheduler?.Clear();
        _deferred.Clear();
    }

    internal void Pause() => Paused = true;

    internal void Resume()
    {
        Paused = false;
        foreach (var happening in _deferred)
        {
            kernel.After(TimeSpan.Zero, happening.Happen);
        }

        _deferred.Clear();
        ListIfRunnable();
    }

    internal void Defer(Happening happening) => _deferred.Add(happening);

    internal void RunOne(SeededRandom random) => _scheduler!.RunOne(random);

    private void ListIfRunnable()
    {
        if (!Listed && IsRunnable)
        {
            Listed = true;
            kernel.Ready(this);
        }
    }

    private sealed class ReadyTasks(SimulatedProcess process, Kernel kernel) : TaskScheduler
    {
        private readonly List<Task> _ready = [];
        private readonly int _thread = Environment.CurrentManagedThreadId;

        internal bool HasReady => _ready.Count > 0;

        internal void Clear() => _ready.Clear();

        /// <summary>Runs one of what is ready. Orleans would take the oldest; code that works in any order works in that one.</summary>
        internal void RunOne(SeededRandom random)
        {
            var place = random.Below(_ready.Count);
            var task = _ready[place];
            _ready.RemoveAt(place);
            TryExecuteTask(task);
        }

        protected override void QueueTask(Task task)
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                // Thrown on the thread pool, so that it cannot be overlooked: the run would not follow from its seed.
                throw new InvalidOperationException($"a continuation of {process.Name} came from another thread");
            }

            if (process.Alive)
            {
                _ready.Add(task);
                process.ListIfRunnable();
            }
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            !taskWasPreviouslyQueued && kernel.Running == process && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => _ready;
    }
}
