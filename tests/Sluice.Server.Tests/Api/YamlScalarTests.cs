using System.Net;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed class YamlScalarTests(ApiServer server)
{
    [Theory]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("Null", "null")]
    [InlineData("NULL", "null")]
    [InlineData("nULL", "\"nULL\"")]
    [InlineData("'null'", "\"null\"")]
    [InlineData("true", "true")]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("off", "\"off\"")]
    [InlineData("0", "0")]
    [InlineData("-0", "-0")]
    [InlineData("+5", "5")]
    [InlineData("-5", "-5")]
    [InlineData("007", "7")]
    [InlineData("-00", "-0")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890", "123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("'123'", "\"123\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("0x1F", "31")]
    [InlineData("0xffffffffffffffffffffffff", "79228162514264337593543950335")]
    [InlineData("0o17", "15")]
    [InlineData("0o7777777777777777777777777777", "19342813113834066795298815")]
    [InlineData("0b11", "\"0b11\"")]
    [InlineData("-0x1F", "\"-0x1F\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("1.5", "1.5")]
    [InlineData("1.50", "1.50")]
    [InlineData("00.5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("5.", "5.0")]
    [InlineData("5.e3", "5.0e3")]
    [InlineData("1e400", "1e400")]
    [InlineData("+1.2E-3", "1.2E-3")]
    [InlineData("0.1000000000000000000000000000000000000001", "0.1000000000000000000000000000000000000001")]
    [InlineData(".", "\".\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("-", null)]
    [InlineData("2024-05-01T10:00:00Z", "\"2024-05-01T10:00:00Z\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("'.inf'", "\".inf\"")]
    [InlineData("${user}", "\"${user}\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("!!int '12'", "12")]
    [InlineData("!!float 12", "12")]
    [InlineData("!!bool 'true'", "true")]
    [InlineData("!!null ''", "null")]
    [InlineData("&anchor 12", "12")]
    [InlineData("|\n      two\n      lines\n", "\"two\\nlines\\n\"")]
    [InlineData(">-\n      folded\n      12\n", "\"folded 12\"")]
    [InlineData("\"tab\\t é \\U0001F600\"", "\"tab\\t é 😀\"")]
    [InlineData("plain text # comment", "\"plain text\"")]
    public async Task A_scalar_becomes_the_json_that_the_core_schema_says(string scalar, string? json)
    {
        var answer = await server.Client.PostAsync("workflows", $"stages:\n  - noop:\n     k: {scalar}\n", "application/yaml");

        if (json is null)
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            return;
        }

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(json.Replace("😀", "\\uD83D\\uDE00", StringComparison.Ordinal), answer.Data.GetProperty("config").GetProperty("stages")[0].GetProperty("noop").GetProperty("k").GetRawText());
    }
}
