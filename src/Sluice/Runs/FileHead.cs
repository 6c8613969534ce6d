namespace Sluice.Runs;

/// <summary>
/// What the comments at the top of a workflow's YAML say to <c>sluice run</c>, in lines such as <c># fund: users:alice=USD/2:10000</c>.
/// All other comments are for people.
/// </summary>
internal sealed class FileHead
{
    private static readonly string[] Keys = ["var", "fund", "wallet", "payee", "payment", "event", "expect"];

    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private readonly List<HeadLine> _funds = [];
    private readonly List<HeadLine> _wallets = [];
    private readonly List<HeadLine> _payees = [];
    private readonly List<HeadLine> _payins = [];
    private readonly List<string> _events = [];
    private readonly List<Expectation> _expectations = [];

    private FileHead()
    {
    }

    /// <summary>The variables that the workflow takes, with their defaults; without one, the caller must give it.</summary>
    public IReadOnlyDictionary<string, string?> Variables => _variables;

    /// <summary>What to fund before the start.</summary>
    public IReadOnlyList<HeadLine> Funds => _funds;

    /// <summary>The wallets to have before the start.</summary>
    public IReadOnlyList<HeadLine> Wallets => _wallets;

    /// <summary>Who is to have an account at a payment provider before the start.</summary>
    public IReadOnlyList<HeadLine> Payees => _payees;

    /// <summary>The payments to have before the start.</summary>
    public IReadOnlyList<HeadLine> Payins => _payins;

    /// <summary>The events to post, in order, whenever the instance waits for them.</summary>
    public IReadOnlyList<string> Events => _events;

    /// <summary>What the workflow ends with when it runs on its defaults and an empty sandbox.</summary>
    public IReadOnlyList<Expectation> Expectations => _expectations;

    /// <summary>Reads the comments above the first line that is neither a comment nor blank.</summary>
    /// <exception cref="FormatException">A line meant for the program is malformed. The message names the line.</exception>
    public static FileHead Parse(string text)
    {
        var head = new FileHead();
        foreach (var (index, line) in text.Split('\n').Select(each => each.Trim()).Index())
        {
            if (line.Length > 0 && line is not ['#', ..] && line is not "---")
            {
                break;
            }

            try
            {
                if (Entry(line) is var (key, value))
                {
                    head.Add(key, new HeadLine(index + 1, value));
                }
            }
            catch (FormatException problem)
            {
                throw new FormatException($"line {index + 1}: {problem.Message}", problem);
            }
        }

        return head;
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

    private void Add(string key, HeadLine line)
    {
        switch (key)
        {
            case "var":
                var equals = line.Text.IndexOf('=', StringComparison.Ordinal);
                _variables[equals < 0 ? line.Text : line.Text[..equals]] = equals < 0 ? null : line.Text[(equals + 1)..];
                break;
            case "fund":
                _funds.Add(line);
                break;
            case "wallet":
                _wallets.Add(line);
                break;
            case "payee":
                _payees.Add(line);
                break;
            case "payment":
                _payins.Add(line);
                break;
            case "event":
                _events.Add(line.Text);
                break;
            default:
                _expectations.Add(Expectation.Parse(line.Text));
                break;
        }
    }
}

/// <summary>A line of a head, before its placeholders are filled.</summary>
/// <param name="Number">Its number, counted from 1.</param>
/// <param name="Text">What stands after the colon.</param>
internal sealed record HeadLine(int Number, string Text);
