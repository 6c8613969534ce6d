namespace Sluice.Client;

/// <summary>Creates workflows, runs them and reads how their instances do, over the service's HTTP API.</summary>
/// <remarks>
/// Calls go to <c>api/orchestration/v2</c> below the base address, where both a stack's gateway and the service itself answer.
/// Nothing is retried: a caller that wants to repeat <see cref="RunAsync"/> safely passes an idempotency key. Instances are safe
/// to share between threads and hold nothing to dispose; the <see cref="HttpClient"/> stays its owner's.
/// </remarks>
/// <param name="http">
/// Carries the stack's URL in <see cref="HttpClient.BaseAddress"/>, and whatever timeout, answer size and authorization the caller wants.
/// </param>
/// <exception cref="ArgumentException">The client has no base address.</exception>
public sealed class SluiceClient(HttpClient http)
{
    private readonly ApiConnection _api = new(http, "api/orchestration/v2/");

    /// <summary>Reads which version of the service answers.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        _api.ReadAsync("_info", ClientJson.Default.ServerInfo, cancellationToken);

    /// <summary>Stores a workflow. Its bytes are sent as they are; the service parses and validates them.</summary>
    /// <param name="definition">The definition's text in UTF-8.</param>
    /// <param name="format">How to read it.</param>
    /// <param name="cancellationToken">Gives up waiting; the workflow may be stored nevertheless.</param>
    /// <returns>The workflow with its new id.</returns>
    /// <exception cref="ApiException">The definition is not valid (status 400), or the service refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Workflow> CreateWorkflowAsync(
        ReadOnlyMemory<byte> definition, DefinitionFormat format, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, "workflows");
        request.Content = new ReadOnlyMemoryContent(definition);
        request.Content.Headers.ContentType = new(format switch
        {
            DefinitionFormat.Json => "application/json",
            DefinitionFormat.Yaml => "text/vnd.yaml",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Expected Json or Yaml."),
        });
        return (await _api.SendAsync(request, ClientJson.Default.DataWorkflow, cancellationToken)).Value;
    }

    /// <summary>Starts an instance of a workflow and returns as soon as the start is durable, not when the instance has ended.</summary>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="variables">What <c>${name}</c> stands for in the definition.</param>
    /// <param name="idempotencyKey">
    /// Repeating the call with the same key and workflow yields the same instance; without a key every call starts another one.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; the instance may have started nevertheless.</param>
    /// <exception cref="ApiException">The workflow is unknown (status 404), or the service refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Instance> RunAsync(
        string workflowId,
        IReadOnlyDictionary<string, string> variables,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, $"workflows/{ApiConnection.Segment(workflowId)}/instances");
        request.Content = ApiConnection.Json(variables, ClientJson.Default.IReadOnlyDictionaryStringString);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return (await _api.SendAsync(request, ClientJson.Default.DataInstance, cancellationToken)).Value;
    }

    /// <summary>Reads how an instance stands, with the status of every stage that has started.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The instance is unknown (status 404), or the service refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Instance> GetInstanceAsync(string instanceId, CancellationToken cancellationToken) =>
        (await _api.ReadAsync(InstancePath(instanceId), ClientJson.Default.DataInstance, cancellationToken)).Value;

    /// <summary>Reads the stages that an instance has started, in order, each with the input it runs with.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The instance is unknown (status 404), or the service refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<IReadOnlyList<InstanceHistoryEntry>> GetInstanceHistoryAsync(
        string instanceId, CancellationToken cancellationToken) =>
        (await _api.ReadAsync(
            $"{InstancePath(instanceId)}/history", ClientJson.Default.DataIReadOnlyListInstanceHistoryEntry, cancellationToken)).Value;

    /// <summary>Reads the activities of one stage, in order: the calls to the stack, their attempts and what they answered.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="stage">The stage, counted from 0.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Empty for stages without activities, such as delays.</returns>
    /// <exception cref="ApiException">
    /// The instance is unknown or has not reached the stage (status 404), or the service refused otherwise.
    /// </exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<IReadOnlyList<StageHistoryEntry>> GetStageHistoryAsync(
        string instanceId, int stage, CancellationToken cancellationToken) =>
        (await _api.ReadAsync(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{InstancePath(instanceId)}/stages/{stage}/history"),
            ClientJson.Default.DataIReadOnlyListStageHistoryEntry,
            cancellationToken)).Value;

    /// <summary>
    /// Posts an event to an instance. It is kept until a <c>wait_event</c> stage of that name takes it; each event satisfies one stage.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">The event's name, compared exactly.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may have been accepted nevertheless.</param>
    /// <exception cref="ApiException">
    /// The instance is unknown (status 404) or has ended (status 400), or the service refused otherwise.
    /// </exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task PostEventAsync(string instanceId, string name, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, $"{InstancePath(instanceId)}/events");
        request.Content = ApiConnection.Json(new PostedEvent(name), ClientJson.Default.PostedEvent);
        await _api.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Aborts an instance: its timers and waits end at once, and money that has moved stays where it is. Aborting twice is fine.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Gives up waiting; the instance may have been aborted nevertheless.</param>
    /// <exception cref="ApiException">
    /// The instance is unknown (status 404) or has ended by itself (status 400), or the service refused otherwise.
    /// </exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task AbortAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Put, $"{InstancePath(instanceId)}/abort");
        await _api.SendAsync(request, cancellationToken);
    }

    private static string InstancePath(string instanceId) => $"instances/{ApiConnection.Segment(instanceId)}";
}
