using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Chaos.Faults;

/// <summary>
/// Stands between the nodes and the stack: one address that outlives restarts of the stack behind it, and a network that loses
/// requests and answers, delivers requests twice, dawdles, and puts errors of its own in the place of answers.
/// </summary>
internal sealed class UnreliableStack : IAsyncDisposable
{
    private const int DawdlesMillisecondsMax = 800;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly HashSet<string> OfTheConnection = new(["Host", "Connection", "Transfer-Encoding", "Content-Length"], StringComparer.OrdinalIgnoreCase);

    private readonly Random _random;
    private readonly WebApplication _application;
    private readonly Dictionary<Fate, int> _fates = [];
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false });
    private volatile Uri? _target;

    private UnreliableStack(int seed)
    {
        _random = new Random(seed);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(RelayAsync);
    }

    private enum Fate
    {
        Passed = 1,
        Late = 2,
        RequestLost = 3,
        AnswerLost = 4,
        Twice = 5,
        RefusedWithError = 6,
        AnsweredWithError = 7,
    }

    /// <summary>Where the nodes reach the stack.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Whether it does any harm. False until told otherwise.</summary>
    public bool Harms { get; set; }

    /// <summary>What has become of requests, for people.</summary>
    public string Counts
    {
        get
        {
            lock (_random)
            {
                return $"{Count(Fate.Passed)} passed, {Count(Fate.Late)} late, {Count(Fate.RequestLost)} requests lost, {Count(Fate.AnswerLost)} answers lost, "
                    + $"{Count(Fate.Twice)} delivered twice, {Count(Fate.RefusedWithError)} refused with 5xx, {Count(Fate.AnsweredWithError)} done and answered with 5xx";
            }
        }
    }

    /// <summary>Begins to listen; it points nowhere yet.</summary>
    public static async Task<UnreliableStack> StartAsync(int seed)
    {
        var stack = new UnreliableStack(seed);
        await stack._application.StartAsync();
        return stack;
    }

    /// <summary>Requests from now on go to this address.</summary>
    public void PointAt(Uri stack) => _target = stack;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _http.Dispose();
    }

    private int Count(Fate fate) => _fates.GetValueOrDefault(fate);

    private async Task RelayAsync(HttpContext context)
    {
        var (fate, delay) = Draw();
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (fate == Fate.Late)
        {
            await Task.Delay(delay, TimeProvider.System, context.RequestAborted);
        }

        if (fate is Fate.RequestLost)
        {
            context.Abort();
            return;
        }

        if (fate is Fate.RefusedWithError)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            using var answer = await SendAsync(context.Request, buffer.ToArray());
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (fate == Fate.Twice)
            {
                using var second = await SendAsync(context.Request, buffer.ToArray());
            }

            await AnswerAsync(context, fate, answer, body);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // A stack that is down looks to the caller like what it is: a closed connection.
            context.Abort();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequest request, byte[] body)
    {
        var target = new Uri(_target ?? throw new InvalidOperationException("The relay points nowhere."), request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (body.Length > 0)
        {
            message.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in request.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        // Not the caller's patience: whatever has set out arrives, whether somebody still waits for it or not.
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        return await _http.SendAsync(message, patience.Token);
    }

    private static async Task AnswerAsync(HttpContext context, Fate fate, HttpResponseMessage answer, byte[] body)
    {
        switch (fate)
        {
            case Fate.AnswerLost:
                context.Abort();
                break;
            case Fate.AnsweredWithError:
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
                break;
            default:
                context.Response.StatusCode = (int)answer.StatusCode;
                foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)))
                {
                    context.Response.Headers.Append(name, values.ToArray());
                }

                await context.Response.Body.WriteAsync(body, context.RequestAborted);
                break;
        }
    }

    private (Fate Fate, TimeSpan Delay) Draw()
    {
        lock (_random)
        {
            var fate = !Harms ? Fate.Passed : _random.Next(200) switch
            {
                < 4 => Fate.Late,
                < 6 => Fate.RequestLost,
                < 10 => Fate.AnswerLost,
                < 14 => Fate.Twice,
                < 16 => Fate.RefusedWithError,
                < 18 => Fate.AnsweredWithError,
                _ => Fate.Passed,
            };
            _fates[fate] = Count(fate) + 1;
            return (fate, TimeSpan.FromMilliseconds(_random.Next(DawdlesMillisecondsMax)));
        }
    }
}
