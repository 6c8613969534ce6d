using System.CommandLine;
using Sluice;
using Sluice.Commands;
using Sluice.Options;

try
{
    var parsed = new CommandLine(new SluiceCommand(TimeProvider.System), Environment.GetEnvironmentVariable).Parse(args);
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // Signals are the commands' own business: what it takes to stop differs between them.
        ProcessTerminationTimeout = null,
    });
}
catch (CommandException problem)
{
    await Console.Error.WriteLineAsync($"sluice: {problem.Message}");
    return problem.ExitCode;
}
