using Sluice.Server.Activities.Authentication;
using Sluice.Server.Journal.Postgres;
using Sluice.Server.Publishing;

namespace Sluice.Server.Hosting;

/// <summary>How a Sluice server runs.</summary>
public sealed class SluiceOptions
{
    /// <summary>The directory of the embedded store; created when missing. Default <c>./data</c>.</summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary>The database that keeps everything instead of the embedded store. Null, the default, uses the embedded store.</summary>
    public PostgresOptions? Postgres { get; init; }

    /// <summary>
    /// The base address of the stack that activities call. Null, the default, means this process itself: the sandbox stack is
    /// mounted here.
    /// </summary>
    public Uri? StackUrl { get; init; }

    /// <summary>
    /// The stack's name. A trigger runs once per payment or account of it, so changing it lets every object run again. Default empty.
    /// </summary>
    public string StackName { get; init; } = "";

    /// <summary>What calls to the stack are authorized with. Null, the default, sends them without authorization.</summary>
    public StackCredentials? StackCredentials { get; init; }

    /// <summary>How events are published. Null, the default, publishes nothing.</summary>
    public PublishingOptions? Publishing { get; init; }

    /// <summary>How many activities may be out at a time on this node. At least 1; default 256.</summary>
    public int ParallelActivitiesMax { get; init; } = 256;

    /// <summary>
    /// How long a start with <c>wait=true</c> waits for the instance's end before it is answered with how it then stands. Not
    /// negative; default ten minutes.
    /// </summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many starts may wait to become durable before further ones are refused with 429. At least 1; default 4,096.</summary>
    public int WaitingStartsMax { get; init; } = 4_096;

    /// <summary>How many activities may wait for their turn before further starts are refused with 429. At least 1; default 10,000.</summary>
    public int WaitingActivitiesMax { get; init; } = 10_000;
}
