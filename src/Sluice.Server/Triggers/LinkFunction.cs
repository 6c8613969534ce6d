using System.Net;
using System.Text.Json;
using Sluice.Expressions;
using Sluice.Server.Activities;
using Sluice.Server.Activities.Authentication;

namespace Sluice.Server.Triggers;

/// <summary>
/// <c>link(object, rel)</c>: reads the resource that an object of a payload links to. A resource that cannot be had for now is asked
/// for three times; what the resource's owner refuses is an error at once.
/// </summary>
/// <param name="client">Reads resources, authorized where they are the stack's; it follows no redirects. Disposed along.</param>
/// <param name="hosts">From where they may be read.</param>
/// <param name="clock">Counts the waits.</param>
public sealed class LinkFunction(HttpClient client, LinkHosts hosts, TimeProvider clock) : IDisposable
{
    /// <summary>The function's name in expressions.</summary>
    public const string Name = "link";

    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private const int ResourceBytesMax = 1024 * 1024;
    private const int RedirectsMax = 5;

    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>Calls it.</summary>
    /// <exception cref="HostFunctionException">It was called wrongly, or the resource is refused or is none.</exception>
    /// <exception cref="LinkUnavailableException">The resource cannot be read for now.</exception>
    public async ValueTask<Value> InvokeAsync(IReadOnlyList<Value> arguments, CancellationToken cancellationToken)
    {
        var address = AddressOf(arguments);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ReadAsync(address, cancellationToken);
            }
            catch (LinkUnavailableException) when (attempt < Waits.Length)
            {
                await Task.Delay(Waits[attempt], clock, cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private static Uri AddressOf(IReadOnlyList<Value> arguments)
    {
        if (arguments.Count != 2)
        {
            throw new HostFunctionException($"expect two arguments, got {arguments.Count}");
        }

        if (arguments[1].Kind != ValueKind.String)
        {
            throw new HostFunctionException("second parameter must be a string");
        }

        var name = arguments[1].AsString();
        var links = arguments[0].Kind == ValueKind.Map && arguments[0].Get("links") is { Kind: ValueKind.Array } array ? array.AsArray() : [];
        var found = links.Where(link => Text(link, "name") == name).Take(2).ToList();
        return found switch
        {
            [] => throw new HostFunctionException($"link '{name}' not defined for object"),
            [var link] => Uri.TryCreate(Text(link, "uri"), UriKind.Absolute, out var address) && IsHttp(address)
                ? address
                : throw new HostFunctionException($"link '{name}' has no http address"),
            _ => throw new HostFunctionException($"multiple link '{name}' found for object"),
        };
    }

    private static string? Text(Value link, string member) =>
        link.Kind == ValueKind.Map && link.Get(member) is { Kind: ValueKind.String } text ? text.AsString() : null;

    private static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    private async Task<Value> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await FollowAsync(address, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LinkUnavailableException($"no answer within {RequestTimeout.TotalSeconds} s when reading resource");
        }
        catch (StackTokenException exception)
        {
            throw new LinkUnavailableException(exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new LinkUnavailableException($"cannot read resource: {BrokenCall.Reason(exception)}");
        }
    }

    private async Task<Value> FollowAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            if (!hosts.Allow(address))
            {
                throw new HostFunctionException($"resources are not read from {address.Authority}: it is neither the stack nor an allowed link host");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (IsRedirect(response.StatusCode) && response.Headers.Location is { } location)
            {
                address = Redirected(address, location, redirects);
                continue;
            }

            return await ReadAsync(response, cancellationToken);
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static Uri Redirected(Uri from, Uri location, int redirects)
    {
        if (redirects == RedirectsMax)
        {
            throw new HostFunctionException($"more than {RedirectsMax} redirects when reading resource");
        }

        var to = new Uri(from, location);
        const UriComponents Host = UriComponents.SchemeAndServer | UriComponents.StrongPort;
        return Uri.Compare(from, to, Host, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? to
            : throw new HostFunctionException("redirected to another host when reading resource");
    }

    private static async Task<Value> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode >= 400)
        {
            var problem = $"unexpected status code when reading resource: {(int)response.StatusCode}";
            throw response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)response.StatusCode >= 500
                ? new LinkUnavailableException(problem)
                : new HostFunctionException(problem);
        }

        var body = await BoundedBody.ReadAsync(response.Content, ResourceBytesMax, cancellationToken)
            ?? throw new HostFunctionException($"the resource is larger than {ResourceBytesMax} bytes");
        try
        {
            var json = JsonElement.Parse(body.Span);
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("data", out var data) ? Value.FromJson(data) : Value.Nil;
        }
        catch (JsonException)
        {
            throw new HostFunctionException("the resource is not JSON");
        }
    }
}
