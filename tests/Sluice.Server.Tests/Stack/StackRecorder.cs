using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Tests.Stack;

/// <summary>
/// A server in the stack's place. It answers what is scripted, in order for each method and path, records every call, and
/// complains about any that nobody scripted.
/// </summary>
public sealed class StackRecorder : IAsyncLifetime
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<StackAnswer>> _script = [];
    private readonly List<StackCall> _calls = [];
    private readonly List<string> _problems = [];
    private WebApplication? _app;

    public Uri Address => new(_app!.Urls.Single());

    internal IReadOnlyList<StackCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Forgets everything.</summary>
    internal void Reset()
    {
        lock (_lock)
        {
            _script.Clear();
            _calls.Clear();
            _problems.Clear();
        }
    }

    /// <summary>Adds an answer to the next call of a method and path that has none yet.</summary>
    /// <param name="call">Method and target, such as <c>GET /api/payments/connectors</c>; what follows them does not count.</param>
    /// <param name="answers">The answers to this call and its repetitions.</param>
    internal void Answer(string call, params StackAnswer[] answers)
    {
        var words = call.Split(' ');
        var target = $"{words[0]} {words[1]}";
        lock (_lock)
        {
            if (!_script.TryGetValue(target, out var queue))
            {
                _script.Add(target, queue = new Queue<StackAnswer>());
            }

            foreach (var answer in answers)
            {
                queue.Enqueue(answer);
            }
        }
    }

    /// <summary>Checks that every call was scripted and had the headers of all, and that all of the script was called for.</summary>
    internal void Verify()
    {
        lock (_lock)
        {
            Assert.Empty(_problems);
            Assert.Empty(_script.Where(queue => queue.Value.Count > 0).Select(queue => queue.Key));
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var call = await StackCall.ReadAsync(context.Request);
        var answer = Record(call);
        await answer.After;
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.Headers.RetryAfter = answer.RetryAfter;
        context.Response.Headers.Location = answer.Location;
        context.Response.Headers.ContentEncoding = answer.Encoding;

        if (answer.Body.Length > 0)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.Body);
        }
    }

    private StackAnswer Record(StackCall call)
    {
        lock (_lock)
        {
            _calls.Add(call);
            _problems.AddRange(call.Problems());
            if (_script.TryGetValue(call.Target, out var queue) && queue.TryDequeue(out var answer))
            {
                return answer;
            }

            _problems.Add($"nobody scripted {call}");
            return StackAnswer.Refused("UNSCRIPTED", $"nobody scripted {call.Target}", (int)HttpStatusCode.Forbidden);
        }
    }
}
