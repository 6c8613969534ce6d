namespace Sluice;

/// <summary>Ends a command with one line on standard error and an exit code. For whoever typed the command, so no stack trace.</summary>
internal sealed class CommandException(int exitCode, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;

    public static CommandException Usage(string message) => new(ExitCodes.Usage, message);

    public static CommandException Failed(string message, Exception? innerException = null) =>
        new(ExitCodes.Failed, message, innerException);
}
