using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using ScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace Sluice.Runs;

/// <summary>Finds the variables that a definition's own stages set: those that get the ids of holds.</summary>
internal static class HoldVariables
{
    private const string Default = "hold";

    private static readonly string[] HoldPath = ["stages", "", "hold"];
    private static readonly string[] NamePath = [.. HoldPath, "variable"];

    /// <summary>The variables, some perhaps more than once.</summary>
    /// <param name="definition">
    /// A definition in YAML, which JSON is too. In one that is neither, what stands before the mistake is found.
    /// </param>
    public static IReadOnlyList<string> In(string definition)
    {
        var names = new List<string>();
        try
        {
            Read(new Parser(new StringReader(definition)), names);
        }
        catch (YamlException)
        {
            // The service says what is wrong with it.
        }

        return names;
    }

    // Event by event, so that no depth of nesting overflows the stack.
    private static void Read(Parser parser, List<string> names)
    {
        var path = new List<string?>();
        var named = false;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case ScalarEvent scalar when path is [.., null]:
                    path[^1] = scalar.Value;
                    break;
                case ScalarEvent scalar:
                    if (path.SequenceEqual(NamePath))
                    {
                        names.Add(scalar.Value);
                        named = true;
                    }

                    EndValue(path);
                    break;
                case MappingStart:
                    named = named && !path.SequenceEqual(HoldPath);
                    path.Add(null);
                    break;
                case SequenceStart:
                    path.Add("");
                    break;
                case MappingEnd or SequenceEnd:
                    path.RemoveAt(path.Count - 1);
                    if (path.SequenceEqual(HoldPath) && !named)
                    {
                        names.Add(Default);
                    }

                    EndValue(path);
                    break;
                case AnchorAlias:
                    EndValue(path);
                    break;
            }
        }
    }

    private static void EndValue(List<string?> path)
    {
        // What an item of a list has is followed by another item, what a key has by another key.
        if (path is [.., { Length: > 0 }])
        {
            path[^1] = null;
        }
    }
}
