using Sluice.Engine.Activities;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Instances;

/// <summary>What may be asked of an instance. A command may be refused or change nothing.</summary>
public abstract record InstanceCommand
{
    private InstanceCommand()
    {
    }

    /// <summary>The word that records of this command's turns carry in the journal.</summary>
    public abstract string Kind { get; }

    /// <summary>Begin. A start of an instance that exists already changes nothing.</summary>
    /// <param name="Workflow">The workflow to run.</param>
    /// <param name="Variables">The instance's variables.</param>
    /// <param name="Firing">The trigger that starts it; null when somebody asked for it.</param>
    public sealed record Start(WorkflowId Workflow, IReadOnlyDictionary<string, string> Variables, Firing? Firing = null) : InstanceCommand
    {
        /// <inheritdoc />
        public override string Kind => "start";
    }

    /// <summary>An attempt has ended. Of an attempt that is not the pending one it changes nothing.</summary>
    /// <param name="Stage">The stage the activity belongs to.</param>
    /// <param name="Activity">The activity's index in its stage.</param>
    /// <param name="Attempt">The attempt, counted from 1.</param>
    /// <param name="Outcome">How it ended.</param>
    public sealed record CompleteAttempt(int Stage, int Activity, int Attempt, ActivityOutcome Outcome) : InstanceCommand
    {
        /// <inheritdoc />
        public override string Kind => "activity";
    }

    /// <summary>Look at the time. Its owner sends it when <see cref="InstanceState.WakeAt"/> has come, and after a takeover.</summary>
    /// <param name="AttemptRunning">Whether an attempt is out. An aborting instance without one has lost it with its old owner.</param>
    public sealed record Wake(bool AttemptRunning) : InstanceCommand
    {
        /// <inheritdoc />
        public override string Kind => "wake";
    }

    /// <summary>Put an event into the mailbox. An event that has been put there already changes nothing.</summary>
    /// <param name="Name">The event's name.</param>
    /// <param name="Id">What a repetition of the same event is recognized by; null when there will be none.</param>
    public sealed record PostEvent(string Name, Guid? Id = null) : InstanceCommand
    {
        /// <inheritdoc />
        public override string Kind => "event";
    }

    /// <summary>Stop. Nothing that has happened is undone.</summary>
    /// <param name="AttemptRunning">Whether an attempt is out; if so, the instance ends when its outcome is known.</param>
    public sealed record Abort(bool AttemptRunning) : InstanceCommand
    {
        /// <inheritdoc />
        public override string Kind => "abort";
    }
}
