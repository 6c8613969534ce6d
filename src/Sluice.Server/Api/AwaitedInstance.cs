using Microsoft.Extensions.Hosting;
using Sluice.Engine.Instances;
using Sluice.Server.Api.Resources;
using Sluice.Server.Instances;
using Sluice.Server.Partitions;
using Sluice.Server.Workflows;

namespace Sluice.Server.Api;

/// <summary>An instance as it stands when it has ended, or when the wait for that is over.</summary>
internal sealed class AwaitedInstance(
    WaitForInstance wait, ReadInstance read, IWorkflowStore workflows, IHostApplicationLifetime lifetime, ApiOptions options)
{
    public async Task<ApiInstance> ReadAsync(InstanceId id, CancellationToken cancellationToken)
    {
        await WaitAsync(id, cancellationToken);
        var instance = await read.HandleAsync(id, cancellationToken)
            ?? throw new InvalidOperationException($"instance {id} was started but has no record");
        return ApiInstance.Of(instance, await workflows.FindAsync(instance.Workflow, cancellationToken));
    }

    private async Task WaitAsync(InstanceId id, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await wait.HandleAsync(id, options.WaitMax, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A server that stops must not be held up by waits; the caller gets the state so far, as at the wait's cap.
        }
        catch (OwnerAwayException)
        {
            // The instance runs. An error would make the caller start another one.
        }
    }
}
