using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Sluice.Options;

/// <summary>Reads a command line together with the environment.</summary>
/// <param name="root">The commands.</param>
/// <param name="environment">Yields the value of an environment variable; unset when there is none.</param>
internal sealed class CommandLine(RootCommand root, Func<string, string?> environment)
{
    /// <summary>Parses the arguments, adding what the environment sets for commands that are deployed rather than typed.</summary>
    /// <exception cref="CommandException">They cannot be understood. The message is one line.</exception>
    public ParseResult Parse(IReadOnlyList<string> arguments)
    {
        // A bare `sluice` is somebody who wants to know what there is.
        var parsed = root.Parse(arguments.Count == 0 ? ["--help"] : arguments);
        var added = parsed.Action is not ParseErrorAction && parsed.CommandResult.Command is IDeployedCommand
            ? EnvironmentArguments.For(parsed, environment)
            : [];
        if (added.Count > 0)
        {
            parsed = root.Parse([.. arguments, .. added]);
        }

        return parsed.Action is ParseErrorAction ? throw Complaint(parsed, added) : parsed;
    }

    private static CommandException Complaint(ParseResult parsed, IReadOnlyList<string> added)
    {
        // With a misspelt command the parser first complains that there is none; what was misspelt is the better news.
        var error = parsed.Errors[^1];
        var option = error.SymbolResult switch
        {
            OptionResult result => result.Option,
            ArgumentResult { Parent: OptionResult result } => result.Option,
            _ => null,
        };
        var setBy = option?.Aliases.Prepend(option.Name)
            .FirstOrDefault(name => added.Any(each => each.StartsWith($"{name}=", StringComparison.Ordinal)));
        var origin = setBy is null ? "" : $" (from the environment variable {EnvironmentArguments.VariableOf(setBy)})";
        var command = parsed.CommandResult.Command is RootCommand ? "sluice" : $"sluice {parsed.CommandResult.Command.Name}";
        var message = string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return CommandException.Usage($"{message}{origin}; see {command} --help");
    }
}

/// <summary>A command whose options are environment variables too.</summary>
internal interface IDeployedCommand;
