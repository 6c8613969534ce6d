using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sluice.Bench;

/// <summary>
/// Commits transactions in the sandbox of a serving process and measures how fast their events start instances. Events are handed
/// over about in order, so when a last, marked transaction has fired its trigger, all but some of the last before it have.
/// </summary>
internal sealed class BusRun(RunningProcess server, HttpClient http)
{
    private const int Clients = 64;
    private const int Triggers = 100;
    private const string Marker = "marker";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it.</summary>
    /// <returns>The figures, as a line.</returns>
    public async Task<string> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var workflow = await CreateAsync("/v2/workflows", """{"name":"bus","stages":[{"noop":{}},{"noop":{}},{"noop":{}}]}""", cancellationToken);
        for (var n = 0; n < Triggers; n++)
        {
            await TriggerAsync(workflow, n.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }

        var marker = await TriggerAsync(workflow, Marker, cancellationToken);
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var sent = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (clock.GetElapsedTime(began) < duration)
            {
                var number = Interlocked.Increment(ref sent);
                await CommitAsync((number % Triggers).ToString(CultureInfo.InvariantCulture), cancellationToken);
            }
        }));
        var committed = clock.GetElapsedTime(began);
        await CommitAsync(Marker, cancellationToken);
        while (!await HasFiredAsync(marker, cancellationToken))
        {
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }

        var started = clock.GetElapsedTime(began);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"bus, {Clients} clients: {sent / committed.TotalSeconds:F0} transactions committed per second, {sent / started.TotalSeconds:F0} instances started per second until the last");
    }

    private Task<string> TriggerAsync(string workflow, string n, CancellationToken cancellationToken) => CreateAsync(
        "/v2/triggers",
        $$"""{"event":"COMMITTED_TRANSACTIONS","workflowID":"{{workflow}}","filter":"event.transactions[0].metadata.n == '{{n}}'"}""",
        cancellationToken);

    private async Task CommitAsync(string n, CancellationToken cancellationToken)
    {
        var body = $$"""{"postings":[{"source":"world","destination":"users:1","amount":1,"asset":"USD/2"}],"metadata":{"n":"{{n}}"} }""";
        using var content = new StringContent(body, null, "application/json");
        using var answer = await http.PostAsync(new Uri(server.Address, "/api/ledger/v2/default/transactions"), content, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<bool> HasFiredAsync(string trigger, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(server.Address, $"/v2/triggers/{trigger}/occurrences"), cancellationToken))
            .GetProperty("cursor").GetProperty("data").GetArrayLength() > 0;

    private async Task<string> CreateAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await http.PostAsync(new Uri(server.Address, path), content, cancellationToken);
        var created = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return created.GetProperty("data").GetProperty("id").GetString()!;
    }
}
