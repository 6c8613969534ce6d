using System.CommandLine;
using Sluice.Commands;
using Sluice.Options;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public void A_setting_can_come_from_the_environment()
    {
        var parsed = Parse(["serve"], ("LISTEN", ":9999"), ("DEBUG", "1"), ("TOTAL_STOP_TIMEOUT", "1m30s"));

        Assert.Equal(new ListenAddress("", 9999), parsed.GetValue<ListenAddress>("--listen"));
        Assert.True(parsed.GetValue<bool>("--debug"));
        Assert.Equal(TimeSpan.FromSeconds(90), parsed.GetValue<TimeSpan?>("--total-stop-timeout"));
    }

    [Fact]
    public void What_the_command_line_says_wins_over_the_environment()
    {
        var parsed = Parse(["serve", "--listen", ":1", "--debug=false"], ("LISTEN", ":2"), ("DEBUG", "true"));

        Assert.Equal(1, parsed.GetValue<ListenAddress>("--listen")!.Port);
        Assert.False(parsed.GetValue<bool>("--debug"));
    }

    [Fact]
    public void An_empty_variable_does_not_count()
    {
        var parsed = Parse(["serve"], ("LISTEN", ""), ("POSTGRES_URI", ""), ("DATA", " "));

        Assert.Equal(8080, parsed.GetValue<ListenAddress>("--listen")!.Port);
        Assert.Null(parsed.GetValue<string>("--postgres-uri"));
        Assert.Equal("./data", parsed.GetValue<string>("--data"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData(" a, b ")]
    public void Lists_are_split_on_spaces_and_commas(string value) =>
        Assert.Equal(["a", "b"], Parse(["serve"], ("TOPICS", value)).GetValue<string[]>("--topics")!);

    [Theory]
    [InlineData("t", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    public void Switches_take_what_existing_deployments_write(string value, bool expected) =>
        Assert.Equal(expected, Parse(["serve"], ("WORKER", value)).GetValue<bool>("--worker"));

    [Fact]
    public void The_other_name_of_an_option_is_a_variable_too() =>
        Assert.Equal(7, Parse(["serve"], ("TEMPORAL_MAX_PARALLEL_ACTIVITIES", "7")).GetValue<int>("--max-parallel-activities"));

    [Fact]
    public void A_run_is_typed_and_so_does_not_read_the_environment() =>
        Assert.Null(Parse(["run", "flow.yaml"], ("DATA", "/elsewhere"), ("SERVER", "http://elsewhere")).GetValue<string>("--data"));

    [Theory]
    [InlineData("LISTEN", "8080", "LISTEN")]
    [InlineData("DEBUG", "*", "DEBUG")]
    [InlineData("MAX_PARALLEL_ACTIVITIES", "none", "MAX_PARALLEL_ACTIVITIES")]
    [InlineData("STACK_URL", "gateway:8080", "STACK_URL")]
    [InlineData("STACK_PUBLIC_URL", "acme.example", "STACK_PUBLIC_URL")]
    [InlineData("LINK_HOST", "files.example,http://h", "LINK_HOST")]
    [InlineData("LINK_HOST", "h/path", "LINK_HOST")]
    [InlineData("LINK_HOST", "user@h", "LINK_HOST")]
    public void A_bad_value_from_the_environment_is_blamed_on_its_variable(string name, string value, string blamed)
    {
        var refused = Assert.Throws<CommandException>(() => Parse(["serve"], (name, value)));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains(blamed, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--stack acme --stack-client-secret s --stack-public-url https://acme.example")]
    [InlineData("--postgres-max-open-conns 20 --postgres-max-idle-conns 0 --postgres-conn-max-idle-time 1m --postgres-conn-max-lifetime 0")]
    [InlineData("--postgres-aws-enable-iam --publisher-topic-mapping *:acme --publisher-queue-group orchestration")]
    [InlineData("--publisher-circuit-breaker-enabled --publisher-circuit-breaker-open-interval-duration 5s")]
    [InlineData("--publisher-nats-url nats://n --publisher-nats-client-id c --publisher-nats-auto-provision=true")]
    [InlineData("--publisher-kafka-broker b:9092 --publisher-kafka-sasl-enabled --publisher-kafka-sasl-scram-sha-size 512")]
    [InlineData("--publisher-kafka-enabled --publisher-kafka-tls-enabled --publisher-kafka-sasl-mechanism SCRAM-SHA-512")]
    [InlineData("--topics acme-ledger --topics acme-payments --publisher-nats-enabled --publisher-queue-group orchestration")]
    [InlineData("--otel-metrics-exporter prometheus --otel-metrics-exporter-otlp-mode http --otel-metrics-exporter-otlp-insecure")]
    [InlineData("--auth-issuer https://i --auth-issuers https://i --auth-check-scopes --auth-service orchestration")]
    [InlineData("--otel-traces-exporter otlp --otel-resource-attributes a=b --otel-metrics-runtime --otel-service-name s")]
    [InlineData("--aws-region eu-west-1 --aws-profile p --aws-role-arn r --licence-token t --licence-validate-tick 2m")]
    [InlineData("--temporal-address t:7233 --temporal-namespace default --temporal-init-search-attributes --temporal-encryption-key k")]
    public void Flags_of_existing_deployments_are_accepted(string flags)
    {
        var parsed = Parse(["serve", .. flags.Split(' ')]);

        Assert.Empty(parsed.Errors);
    }

    [Fact]
    public void The_help_of_every_command_is_there()
    {
        foreach (var command in new SluiceCommand(TimeProvider.System).Subcommands)
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description));
            Assert.All(command.Options, option => Assert.True(option.Hidden || option.Description is { Length: > 0 }, option.Name));
        }
    }

    private static ParseResult Parse(string[] arguments, params (string Name, string Value)[] environment) =>
        new CommandLine(
            new SluiceCommand(TimeProvider.System),
            name => environment.FirstOrDefault(each => each.Name == name).Value).Parse(arguments);
}
