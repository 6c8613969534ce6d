using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sluice.Bench;

/// <summary>The instances of a workflow as the server lists them.</summary>
internal sealed class InstanceLists(HttpClient http, Uri server, string workflow)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until none of them runs any more.</summary>
    /// <exception cref="InvalidDataException">Some still run after that time.</exception>
    public async Task UntilAllHaveEndedAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var running = $"workflowID={workflow}&running=true&pageSize=1";
        while ((await PageAsync(running, cancellationToken)).GetProperty("data").GetArrayLength() > 0)
        {
            if (clock.GetElapsedTime(began) > within)
            {
                throw new InvalidDataException($"Some instances still run after {within}.");
            }

            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    /// <summary>Reads all of them, page by page.</summary>
    public async IAsyncEnumerable<JsonElement> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var query = $"workflowID={workflow}&pageSize=100"; query is not null;)
        {
            var page = await PageAsync(query, cancellationToken);
            foreach (var instance in page.GetProperty("data").EnumerateArray())
            {
                yield return instance;
            }

            query = page.GetProperty("hasMore").GetBoolean() ? $"cursor={page.GetProperty("next").GetString()}" : null;
        }
    }

    private async Task<JsonElement> PageAsync(string query, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(server, $"/v2/instances?{query}"), cancellationToken)).GetProperty("cursor");
}
