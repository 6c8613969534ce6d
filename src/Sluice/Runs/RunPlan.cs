namespace Sluice.Runs;

/// <summary>A workflow's file together with what the command line says about this run of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Variables">A value for every variable that the workflow uses.</param>
/// <param name="Funds">What to fund before the start.</param>
/// <param name="FundsFromFile">Whether nobody but the file asked for the funds.</param>
/// <param name="Events">The events to post, in order, whenever the instance waits for them.</param>
internal sealed record RunPlan(
    WorkflowFile File,
    IReadOnlyDictionary<string, string> Variables,
    IReadOnlyList<AccountAmount> Funds,
    bool FundsFromFile,
    IReadOnlyList<string> Events)
{
    /// <summary>
    /// Makes a plan. Variables given win over the file's one by one; funds and events given replace the file's altogether.
    /// </summary>
    /// <exception cref="CommandException">A variable has no value or is not used, or a fund of the file's is malformed.</exception>
    public static RunPlan Make(
        WorkflowFile file,
        IReadOnlyList<KeyValuePair<string, string>> variables,
        IReadOnlyList<AccountAmount> funds,
        IReadOnlyList<string> events)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in file.Head.Variables)
        {
            if (value is not null)
            {
                values[name] = value;
            }
        }

        foreach (var (name, value) in variables)
        {
            values[name] = value;
        }

        CheckNames(file, variables.Select(each => each.Key), values);
        var fromFile = funds.Count == 0 && file.Head.Funds.Count > 0;
        return new RunPlan(
            file, values, fromFile ? FundsOf(file, values) : funds, fromFile, events.Count == 0 ? file.Head.Events : events);
    }

    // An unknown variable is an empty string to the engine, and so a misspelt one would move the default amount: both are refused here.
    private static void CheckNames(WorkflowFile file, IEnumerable<string> given, Dictionary<string, string> values)
    {
        var used = file.Placeholders.Union(file.Head.Variables.Keys, StringComparer.Ordinal).ToArray();
        if (used.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing)
        {
            throw CommandException.Usage($"{file.Path} needs a value for the variable '{missing}': pass --var {missing}=VALUE");
        }

        if (given.FirstOrDefault(name => !used.Contains(name)) is { } unused)
        {
            var uses = used.Length == 0 ? "no variables" : $"the variables {string.Join(", ", used)}";
            throw CommandException.Usage($"{file.Path} has no variable '{unused}'; it uses {uses}");
        }
    }

    private static AccountAmount[] FundsOf(WorkflowFile file, Dictionary<string, string> values)
    {
        try
        {
            return [.. file.Head.Funds.Select(fund => AccountAmount.ParseFund(Template.Fill(fund, values)))];
        }
        catch (FormatException problem)
        {
            throw CommandException.Usage($"{file.Path}: fund: {problem.Message}");
        }
    }
}
