namespace Sluice.Runs;

/// <summary>A workflow's file together with what the command line says about this run of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Variables">A value for every variable that the workflow uses, but those that get the ids of payments to come.</param>
/// <param name="Asked">What the command line wants put in place before the start.</param>
/// <param name="Suggested">What nobody but the file wants put in place, which is for sandboxes only.</param>
/// <param name="Events">The events to post, in order, whenever the instance waits for them.</param>
internal sealed record RunPlan(
    WorkflowFile File,
    IReadOnlyDictionary<string, string> Variables,
    Preparations Asked,
    Preparations Suggested,
    IReadOnlyList<string> Events)
{
    /// <summary>
    /// Makes a plan. Variables given win over the file's one by one; funds, wallets, payees, payments and events given replace the
    /// file's of that kind altogether.
    /// </summary>
    /// <exception cref="CommandException">A variable has no value or is not used, or a line of the file's head is malformed.</exception>
    public static RunPlan Make(
        WorkflowFile file,
        IReadOnlyList<KeyValuePair<string, string>> variables,
        Preparations asked,
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

        var given = variables.Select(each => each.Key).ToArray();
        if (asked.Payins.FirstOrDefault(payin => given.Contains(payin.Variable)) is { } twice)
        {
            throw CommandException.Usage($"--var and --payment both give the variable '{twice.Variable}'");
        }

        var suggested = SuggestedBy(file, values, asked, given);
        var payins = asked.Payins.Concat(suggested.Payins).Select(payin => payin.Variable).ToArray();
        CheckNames(file, given.Concat(asked.Payins.Select(payin => payin.Variable)), [.. values.Keys, .. payins]);
        return new RunPlan(file, values, asked, suggested, events.Count == 0 ? file.Head.Events : events);
    }

    // An unknown variable is an empty string to the engine, and so a misspelt one would move the default amount: both are refused here.
    private static void CheckNames(WorkflowFile file, IEnumerable<string> given, string[] known)
    {
        var used = file.Placeholders.Union(file.Head.Variables.Keys, StringComparer.Ordinal).ToArray();
        if (used.FirstOrDefault(name => !known.Contains(name)) is { } missing)
        {
            throw CommandException.Usage($"{file.Path} needs a value for the variable '{missing}': pass --var {missing}=VALUE");
        }

        if (given.FirstOrDefault(name => !used.Contains(name)) is { } unused)
        {
            var uses = used.Length == 0 ? "no variables" : $"the variables {string.Join(", ", used)}";
            throw CommandException.Usage($"{file.Path} has no variable '{unused}'; it uses {uses}");
        }
    }

    private static Preparations SuggestedBy(
        WorkflowFile file, Dictionary<string, string> values, Preparations asked, string[] given)
    {
        var head = file.Head;
        // Whoever names a payment that is there does not want another one.
        var payins = Read(head.Payins, asked.Payins, Payin.Parse).Where(payin => !given.Contains(payin.Variable));
        return new Preparations(
            Read(head.Funds, asked.Funds, AccountAmount.ParseFund),
            Read(head.Wallets, asked.Wallets, WalletAmount.ParsePrepared),
            Read(head.Payees, asked.Payees, Payee.Parse),
            [.. payins]);

        T[] Read<T>(IReadOnlyList<HeadLine> lines, IReadOnlyList<T> instead, Func<string, T> parse) =>
            instead.Count > 0 ? [] : [.. lines.Select(line => ReadLine(file, line, values, parse))];
    }

    private static T ReadLine<T>(WorkflowFile file, HeadLine line, Dictionary<string, string> values, Func<string, T> parse)
    {
        try
        {
            return parse(Template.Fill(line.Text, values));
        }
        catch (FormatException problem)
        {
            throw CommandException.Usage($"{file.Path}: line {line.Number}: {problem.Message}");
        }
    }
}
