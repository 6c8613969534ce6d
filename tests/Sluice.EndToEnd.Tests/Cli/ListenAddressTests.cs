using Sluice.Options;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(":8080", "", 8080)]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("localhost:65535", "localhost", 65535)]
    [InlineData("[::1]:9000", "::1", 9000)]
    [InlineData("http://0.0.0.0:80", "0.0.0.0", 80)]
    [InlineData("HTTP://api.internal:80/", "api.internal", 80)]
    public void Every_usual_way_to_name_an_address_is_understood(string text, string host, int port) =>
        Assert.Equal(new ListenAddress(host, port), ListenAddress.Parse(text));

    [Theory]
    [InlineData("8080")]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:-1")]
    [InlineData("localhost:http")]
    [InlineData("::1:8080")]
    [InlineData("[localhost]:8080")]
    [InlineData("[::1:8080")]
    [InlineData("a b:80")]
    [InlineData("http://host:80/path")]
    [InlineData("https://host:443")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => ListenAddress.Parse(text));

    [Theory]
    [InlineData("[::1]:9000")]
    [InlineData("127.0.0.1:8080")]
    [InlineData(":8080")]
    public void An_address_reads_back_as_it_was_written(string text) => Assert.Equal(text, ListenAddress.Parse(text).ToString());
}
