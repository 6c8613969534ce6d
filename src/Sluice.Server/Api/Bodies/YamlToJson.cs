using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using ScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace Sluice.Server.Api.Bodies;

/// <summary>
/// Writes a YAML document as JSON while it is being parsed, so that the output is never larger than the input allows. Aliases are
/// refused: they are what lets a small document stand for a huge one.
/// </summary>
internal sealed class YamlToJson(IParser parser, Utf8JsonWriter writer, int depthMax)
{
    /// <returns>False when there is no document.</returns>
    /// <exception cref="YamlException">The document is no YAML, or not of the kind that JSON can say.</exception>
    public bool TryWriteDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return false;
        }

        WriteNode(depth: 0);
        return true;
    }

    private void WriteNode(int depth)
    {
        switch (parser.Current)
        {
            case ScalarEvent scalar:
                parser.MoveNext();
                WriteScalar(scalar);
                break;
            case NodeEvent start and (MappingStart or SequenceStart):
                if (depth == depthMax)
                {
                    throw At(start, $"nested deeper than {depthMax} levels");
                }

                WriteCollection(start, depth + 1);
                break;
            case AnchorAlias alias:
                throw At(alias, "aliases are not supported");
            default:
                throw new YamlException("unexpected end of the document");
        }
    }

    private void WriteCollection(NodeEvent start, int depth)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value is not ("tag:yaml.org,2002:map" or "tag:yaml.org,2002:seq"))
        {
            throw At(start, $"the tag {Quoted.Text(start.Tag.Value)} is not supported");
        }

        parser.MoveNext();
        if (start is MappingStart)
        {
            WriteMapping(depth);
        }
        else
        {
            WriteSequence(depth);
        }
    }

    private void WriteMapping(int depth)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<ScalarEvent>(out var key))
            {
                throw At(parser.Current, "a key must be a plain text");
            }

            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                throw At(key, "merge keys are not supported");
            }

            if (!keys.Add(key.Value))
            {
                throw At(key, $"the key {Quoted.Text(key.Value)} is given twice");
            }

            writer.WritePropertyName(key.Value);
            WriteNode(depth);
        }

        writer.WriteEndObject();
    }

    private void WriteSequence(int depth)
    {
        writer.WriteStartArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            WriteNode(depth);
        }

        writer.WriteEndArray();
    }

    private void WriteScalar(ScalarEvent scalar)
    {
        if (!YamlScalar.TryWrite(scalar, writer))
        {
            throw At(scalar, $"the value {Quoted.Text(scalar.Value)} cannot be written as JSON");
        }
    }

    private static YamlException At(ParsingEvent? @event, string fault) =>
        @event is null ? new YamlException(fault) : new YamlException(@event.Start, @event.End, fault);
}
