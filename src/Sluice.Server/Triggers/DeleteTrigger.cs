using Sluice.Engine.Triggers;

namespace Sluice.Server.Triggers;

/// <summary>The use case of deleting a trigger.</summary>
public sealed class DeleteTrigger(ITriggerStore triggers, TriggerIndex index, TimeProvider clock)
{
    /// <summary>Deletes a trigger. When the task completes that is durable, and events that come in no longer fire it.</summary>
    /// <returns>False when there is none of this id.</returns>
    public Task<bool> HandleAsync(TriggerId id, CancellationToken cancellationToken) => DeleteAsync(id).WaitAsync(cancellationToken);

    // Runs to its end even when the caller no longer waits: what is deleted must not fire.
    private async Task<bool> DeleteAsync(TriggerId id)
    {
        try
        {
            var deleted = await triggers.DeleteAsync(id, clock.GetUtcMicroseconds(), CancellationToken.None);
            await index.RemoveAsync(id);
            return deleted;
        }
        catch
        {
            await index.ForgetAsync();
            throw;
        }
    }
}
