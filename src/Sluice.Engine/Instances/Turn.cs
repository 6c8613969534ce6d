namespace Sluice.Engine.Instances;

/// <summary>One turn while it is decided: what has happened so far, and the state that this leads to.</summary>
internal sealed class Turn(InstanceState state, DateTimeOffset now)
{
    private readonly List<InstanceEvent> _events = [];

    internal InstanceState State { get; private set; } = state;

    internal DateTimeOffset Now { get; } = now;

    internal void Emit(InstanceEvent @event)
    {
        _events.Add(@event);
        State = State.Apply(@event, Now);
    }

    internal Decision End() => new(_events, _events.Count == 0 ? State : State.EndTurn(Now));
}
