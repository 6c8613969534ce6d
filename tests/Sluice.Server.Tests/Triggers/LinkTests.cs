using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sluice.Expressions;
using Sluice.Server.Hosting;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Triggers;

/// <summary>What <c>link()</c> reads, and how it takes refusals and outages.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly Resources _resources = new();
    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly LinkFunction _link;

    public LinkTests()
    {
        var options = new SluiceOptions { StackPublicUrl = new Uri("https://acme.example/stack"), LinkHosts = ["files.example", "10.0.0.7:8080"] };
        _link = new LinkFunction(new HttpClient(_resources), new LinkHosts(new Uri("http://stack"), options), _clock);
    }

    [Fact]
    public async Task The_data_of_the_linked_resource_is_read_with_exact_numbers()
    {
        _resources.Answer("http://stack/a", HttpStatusCode.OK, """{"data":{"balance":123456789012345678901234567890}}""");

        var value = await CallAsync("http://stack/a");

        Assert.Equal("123456789012345678901234567890", value.Get("balance").ToString());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(400)]
    public async Task A_refusal_is_an_error_at_once(int status)
    {
        _resources.Answer("http://stack/a", (HttpStatusCode)status, "{}");

        var error = await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync("http://stack/a"));

        Assert.Equal($"unexpected status code when reading resource: {status}", error.Message);
        Assert.Single(_resources.Asked);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task An_outage_is_waited_out_three_attempts_long(int status)
    {
        _resources.Answer("http://stack/a", (HttpStatusCode)status, "{}");

        var call = CallAsync("http://stack/a");
        await Advance(TimeSpan.FromSeconds(1), asked: 1);
        await Advance(TimeSpan.FromSeconds(2), asked: 2);

        var error = await Assert.ThrowsAsync<LinkUnavailableException>(() => call);
        Assert.Equal($"unexpected status code when reading resource: {status}", error.Message);
        Assert.Equal(3, _resources.Asked.Count);
    }

    [Fact]
    public async Task An_outage_that_ends_in_time_is_not_noticed()
    {
        _resources.Answer("http://stack/a", HttpStatusCode.ServiceUnavailable, "{}");

        var call = CallAsync("http://stack/a");
        await UntilAsked(1);
        _resources.Answer("http://stack/a", HttpStatusCode.OK, """{"data":{"id":"a1"}}""");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("a1", (await call).Get("id").ToString());
    }

    [Fact]
    public async Task Redirects_are_followed_on_the_same_host_only()
    {
        _resources.Redirect("http://stack/a", "/b");
        _resources.Redirect("http://stack/b", "http://stack/c");
        _resources.Answer("http://stack/c", HttpStatusCode.OK, """{"data":{"id":"c"}}""");
        _resources.Redirect("http://stack/away", "http://elsewhere/c");
        _resources.Redirect("http://stack/loop", "/loop");

        Assert.Equal("c", (await CallAsync("http://stack/a")).Get("id").ToString());
        var away = await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync("http://stack/away"));
        var loop = await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync("http://stack/loop"));

        Assert.Equal("redirected to another host when reading resource", away.Message);
        Assert.Equal("more than 5 redirects when reading resource", loop.Message);
        Assert.DoesNotContain("http://elsewhere/c", _resources.Asked);
    }

    [Theory]
    [InlineData("http://stack/a?b=c")]
    [InlineData("http://STACK:80/a")]
    [InlineData("https://acme.example/stack/api/a")]
    [InlineData("http://files.example/a")]
    [InlineData("https://files.example/a")]
    [InlineData("http://10.0.0.7:8080/a")]
    public async Task The_stack_and_allowed_hosts_are_read(string uri)
    {
        _resources.Answer(new Uri(uri).AbsoluteUri, HttpStatusCode.OK, """{"data":{"id":"a"}}""");

        Assert.Equal("a", (await CallAsync(uri)).Get("id").ToString());
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data", "169.254.169.254")]
    [InlineData("http://localhost:5432/", "localhost:5432")]
    [InlineData("http://stack:81/a", "stack:81")]
    [InlineData("https://stack/a", "stack")]
    [InlineData("http://stack@elsewhere/a", "elsewhere")]
    [InlineData("https://acme.example/", "acme.example")]
    [InlineData("https://acme.example/stack/../admin", "acme.example")]
    [InlineData("https://acme.example/stacks/a", "acme.example")]
    [InlineData("http://acme.example/stack/a", "acme.example")]
    [InlineData("http://files.example:8080/a", "files.example:8080")]
    [InlineData("http://10.0.0.7/a", "10.0.0.7")]
    public async Task Nothing_else_is_read(string uri, string host)
    {
        var error = await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync(uri));

        Assert.Equal($"resources are not read from {host}: it is neither the stack nor an allowed link host", error.Message);
        Assert.Empty(_resources.Asked);
    }

    [Fact]
    public async Task A_redirect_does_not_lead_out_of_what_may_be_read()
    {
        _resources.Redirect("https://acme.example/stack/a", "/admin");

        await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync("https://acme.example/stack/a"));

        Assert.Equal(["https://acme.example/stack/a"], _resources.Asked);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task An_address_that_is_not_http_is_no_link(string uri)
    {
        var error = await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync(uri));

        Assert.Equal("link 'self' has no http address", error.Message);
        Assert.Empty(_resources.Asked);
    }

    [Fact]
    public async Task A_resource_beyond_its_bound_and_one_that_is_no_JSON_are_errors()
    {
        _resources.Answer("http://stack/big", HttpStatusCode.OK, new string(' ', 1024 * 1024 + 1));
        _resources.Answer("http://stack/text", HttpStatusCode.OK, "hello");

        var big = await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync("http://stack/big"));
        var text = await Assert.ThrowsAsync<HostFunctionException>(async () => await CallAsync("http://stack/text"));

        Assert.Equal(("the resource is larger than 1048576 bytes", "the resource is not JSON"), (big.Message, text.Message));
    }

    public void Dispose()
    {
        _link.Dispose();
        _resources.Dispose();
    }

    private async Task<Value> CallAsync(string uri)
    {
        var link = Value.From([KeyValuePair.Create("name", Value.From("self")), KeyValuePair.Create("uri", Value.From(uri))]);
        var item = Value.From([KeyValuePair.Create("links", Value.From([link]))]);
        return await _link.InvokeAsync([item, Value.From("self")], TestContext.Current.CancellationToken);
    }

    private async Task Advance(TimeSpan wait, int asked)
    {
        await UntilAsked(asked);
        _clock.Advance(wait);
    }

    private Task UntilAsked(int times) =>
        Partitions.PartitionUnderTest.UntilAsync(() => _resources.Asked.Count >= times, $"the resource was asked for {times} times");

    private sealed class Resources : HttpMessageHandler
    {
        private readonly Dictionary<string, Func<HttpResponseMessage>> _answers = [];

        public List<string> Asked { get; } = [];

        public void Answer(string uri, HttpStatusCode status, string body) =>
            _answers[uri] = () => new HttpResponseMessage(status) { Content = new StringContent(body) };

        public void Redirect(string uri, string to) => _answers[uri] = () =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.Found);
            response.Headers.Location = new Uri(to, UriKind.RelativeOrAbsolute);
            return response;
        };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(_answers[request.RequestUri.AbsoluteUri]());
        }
    }
}
