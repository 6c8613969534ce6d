using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Api;

public sealed class FaultTests(FaultTests.FaultyServer server) : IClassFixture<FaultTests.FaultyServer>
{
    private readonly ApiClient _api = server.Client;

    public static TheoryData<Exception, HttpStatusCode, string, bool> Faults => new()
    {
        {
            new JournalUnavailableException("reading /secret/path", new IOException("disk")), HttpStatusCode.ServiceUnavailable,
            "the store is unavailable; try again", true
        },
        { new JournalFullException(7), HttpStatusCode.TooManyRequests, "7 appends wait for the journal; it takes no more", true },
        {
            new JournalDamagedException(default, 3, "record 3 is missing"), HttpStatusCode.InternalServerError,
            "instance 00000000-0000-0000-0000-000000000000 cannot be replayed past record 3: record 3 is missing", false
        },
        {
            new OwnerAwayException(1, new TimeoutException("grain")), HttpStatusCode.ServiceUnavailable,
            "the node that owns the instance does not answer, and it is unknown whether the request took effect; try again", true
        },
        { new OperationCanceledException(), HttpStatusCode.ServiceUnavailable, "the server is stopping; try again", true },
        { new InvalidOperationException("at Sluice.Secret.Method()"), HttpStatusCode.InternalServerError, "internal error", false },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_fault_is_told_in_the_apis_shape(Exception fault, HttpStatusCode status, string message, bool retry)
    {
        (server.Workflows.Fault, server.Workflows.FailAfterFirstStretch) = (fault, false);
        foreach (var version in new[] { "", "v2/" })
        {
            foreach (var (method, path) in new[]
            {
                ("GET", $"{version}workflows"), ("GET", $"{version}workflows/{Guid.NewGuid()}"),
                ("DELETE", $"{version}workflows/{Guid.NewGuid()}"), ("POST", $"{version}workflows/{Guid.NewGuid()}/instances"),
            })
            {
                var answer = await _api.SendAsync(new HttpMethod(method), path);

                answer.IsError(status, "INTERNAL", message);
                Assert.Equal(retry ? "1" : null, answer.Headers.RetryAfter?.ToString());
            }
        }
    }

    [Fact]
    public async Task A_fault_in_the_middle_of_a_list_breaks_the_connection()
    {
        server.Workflows.FailAfterFirstStretch = true;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _api.GetAsync("workflows"));
    }

    [Fact]
    public async Task An_ill_store_fails_the_health_check_with_its_words()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.GetAsync(new Uri("_healthcheck", UriKind.Relative), ApiClient.Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("""{"default":"the disk is full"}""", await response.Content.ReadAsStringAsync(ApiClient.Cancellation));
    }

    /// <summary>A server whose store fails on demand.</summary>
    public sealed class FaultyServer : ApiServer
    {
        internal FaultyWorkflows Workflows { get; } = new();

        protected override void Configure(IServiceCollection services) => services
            .AddSingleton<IWorkflowStore>(Workflows)
            .AddSingleton<IStoreHealth>(new IllStore());
    }

    internal sealed class FaultyWorkflows : IWorkflowStore
    {
        public Exception Fault { get; set; } = new InvalidOperationException();

        public bool FailAfterFirstStretch { get; set; }

        public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) => throw Fault;

        public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) => throw Fault;

        public Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken)
        {
            if (!FailAfterFirstStretch || range.After is not null)
            {
                throw Fault;
            }

            var definition = new WorkflowDefinition("", [], System.Text.Json.JsonElement.Parse("""{"name":"","stages":[]}"""));
            return Task.FromResult<IReadOnlyList<Workflow>>(
                [.. Enumerable.Range(0, range.Limit).Select(_ => new Workflow(new WorkflowId(Guid.NewGuid()), definition, default, null))]);
        }

        public Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) => throw Fault;
    }

    private sealed class IllStore : IStoreHealth
    {
        public Task<string?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<string?>("the disk is full");
    }
}
