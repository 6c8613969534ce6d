namespace Sluice.Runs;

/// <summary>
/// What the comments at the top of a workflow's YAML say to <c>sluice run</c>, in lines such as <c># fund: users:alice=USD/2:10000</c>.
/// All other comments are for people.
/// </summary>
/// <param name="Variables">The variables that the workflow takes, with their defaults; without one, the caller must give it.</param>
/// <param name="Funds">What to fund before the start, with placeholders unfilled.</param>
/// <param name="Events">The events to post, in order, whenever the instance waits for them.</param>
/// <param name="Expectations">The balances that the workflow ends with when it runs on its defaults and an empty sandbox.</param>
internal sealed record FileHead(
    IReadOnlyDictionary<string, string?> Variables,
    IReadOnlyList<string> Funds,
    IReadOnlyList<string> Events,
    IReadOnlyList<AccountAmount> Expectations)
{
    private static readonly string[] Keys = ["var", "fund", "event", "expect"];

    /// <summary>Reads the comments above the first line that is neither a comment nor blank.</summary>
    /// <exception cref="FormatException">A line meant for the program is malformed. The message names the line.</exception>
    public static FileHead Parse(string text)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        var funds = new List<string>();
        var events = new List<string>();
        var expectations = new List<AccountAmount>();
        var number = 0;
        foreach (var line in text.Split('\n').Select(each => each.Trim()))
        {
            number++;
            if (line.Length > 0 && line is not ['#', ..] && line is not "---")
            {
                break;
            }

            try
            {
                if (Entry(line) is not var (key, value))
                {
                    continue;
                }

                switch (key)
                {
                    case "var":
                        var equals = value.IndexOf('=', StringComparison.Ordinal);
                        variables[equals < 0 ? value : value[..equals]] = equals < 0 ? null : value[(equals + 1)..];
                        break;
                    case "fund":
                        funds.Add(value);
                        break;
                    case "event":
                        events.Add(value);
                        break;
                    default:
                        expectations.Add(AccountAmount.Parse(value));
                        break;
                }
            }
            catch (FormatException problem)
            {
                throw new FormatException($"line {number}: {problem.Message}", problem);
            }
        }

        return new FileHead(variables, funds, events, expectations);
    }

    private static (string Key, string Value)? Entry(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (line is not ['#', ..] || colon < 0)
        {
            return null;
        }

        var (key, value) = (line[1..colon].Trim(), line[(colon + 1)..].Trim());
        if (!Keys.Contains(key))
        {
            return null;
        }

        return value.Length > 0 ? (key, value) : throw new FormatException($"'{line}' says nothing after its colon");
    }
}
