using System.CommandLine;
using System.CommandLine.Help;

namespace Sluice.Options;

/// <summary>
/// Lets options of the serving commands be set by the environment, as deployments do: <c>--stack-url</c> is <c>STACK_URL</c>.
/// </summary>
internal static class EnvironmentArguments
{
    /// <summary>The variable that stands for an option, or for another name of it.</summary>
    public static string VariableOf(string name) => name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>
    /// The arguments that the environment adds: one for each variable that is not empty and whose option was not given. Lists are
    /// split on spaces and commas.
    /// </summary>
    /// <param name="given">The command line as parsed without the environment.</param>
    /// <param name="environment">Yields the value of a variable; unset when there is none.</param>
    /// <exception cref="CommandException">A switch is neither true nor false.</exception>
    public static IReadOnlyList<string> For(ParseResult given, Func<string, string?> environment)
    {
        var arguments = new List<string>();
        foreach (var option in given.CommandResult.Command.Options.Where(each => each is not HelpOption))
        {
            var set = option.Aliases.Prepend(option.Name).FirstOrDefault(name => !string.IsNullOrWhiteSpace(environment(VariableOf(name))));
            if (set is not null && given.GetResult(option) is not { Implicit: false })
            {
                arguments.AddRange(ValuesOf(option, environment(VariableOf(set))!).Select(each => $"{set}={each}"));
            }
        }

        return arguments;
    }

    private static string[] ValuesOf(Option option, string value)
    {
        if (option.ValueType == typeof(bool))
        {
            return [SwitchOf(option, value)];
        }

        return option.Arity.MaximumNumberOfValues > 1
            ? value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            : [value];
    }

    // What Go's ParseBool takes, because that is what existing deployments were written for.
    private static string SwitchOf(Option option, string value) => value switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => "true",
        "0" or "f" or "F" or "false" or "FALSE" or "False" => "false",
        _ => throw CommandException.Usage($"environment variable {VariableOf(option.Name)}: '{value}' is neither true nor false"),
    };
}
