using System.CommandLine;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Server.Hosting;

namespace Sluice.Commands;

/// <summary><c>sluice sandbox</c>: the stack that instances move play money in, alone in a process.</summary>
internal sealed class SandboxCommand : Command, IDeployedCommand
{
    private const string Help = """
        Serve the sandbox stack alone, for development and tests: ledgers under /api/ledger, wallets under /api/wallets, payments
        with a dummy connector under /api/payments, and tokens under /api/auth.

        Use it to keep play money apart from the process that moves it: point sluice serve --stack-url at it.
        Every option is also an environment variable: --data is DATA.
        """;

    private readonly ServerOptions _server = new("./data");
    private readonly SandboxFlags _sandbox = new("");

    public SandboxCommand(TimeProvider clock)
        : base("sandbox", Help)
    {
        foreach (var option in _server.Options.Concat(_sandbox.Options))
        {
            Options.Add(option);
        }

        SetAction((parsed, _) => RunAsync(parsed, clock));
    }

    private async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        using var address = BoundAddress.Bind(parsed.GetRequiredValue(_server.Listen));
        using var data = DataDirectory.Open(parsed.GetRequiredValue(_server.Data), sandbox: true);
        await using var app = new StackHost(address, _server.Logs(parsed)) { Sandbox = _sandbox.Read(parsed, address, data) }.Build();
        return await new Serving(app, _server.Stopping(parsed), clock).RunAsync(() =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var root = address.Url.AbsoluteUri.TrimEnd('/');
            output.WriteLine($"sandbox    {ServerVersion.Current}");
            output.WriteLine($"ledger     {root}/api/ledger");
            output.WriteLine($"wallets    {root}/api/wallets");
            output.WriteLine($"payments   {root}/api/payments");
            output.WriteLine($"auth       {root}/api/auth");
            output.WriteLine($"data       {data.Path}");
            output.WriteLine();
            output.WriteLine($"try        sluice serve --listen 127.0.0.1:0 --stack-url {root}");
            output.Flush();
        });
    }
}
