using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Sluice.Expressions;

namespace Sluice.Evaluations;

/// <summary>Evaluates an expression for each line, and writes a line for each: also for one that is no expression.</summary>
internal sealed class ExpressionLines(CompileOptions options)
{
    /// <summary>The longest line that is read.</summary>
    public const int LineBytesMax = 16 * 1024 * 1024;

    private bool _skipping;
    private bool _begun;

    /// <summary>Runs until the input ends. Results are written as soon as the input pauses.</summary>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        await using var buffered = new BufferedStream(output, 64 * 1024);
        await using var writer = new StreamWriter(buffered, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                await WriteAsync(writer, buffer.Slice(0, end), cancellationToken);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > LineBytesMax && !_skipping)
            {
                await writer.WriteLineAsync(
                    ResultJson.Problem("compile", $"the line is longer than {LineBytesMax} bytes").AsMemory(), cancellationToken);
                _skipping = true;
            }

            buffer = _skipping ? buffer.Slice(buffer.End) : buffer;
            if (read.IsCompleted)
            {
                if (buffer.Length > 0)
                {
                    await WriteAsync(writer, buffer, cancellationToken);
                }

                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            await writer.FlushAsync(cancellationToken);
        }

        await reader.CompleteAsync();
    }

    private async Task WriteAsync(StreamWriter writer, ReadOnlySequence<byte> line, CancellationToken cancellationToken)
    {
        if (_skipping)
        {
            // The rest of a line that was too long.
            _skipping = false;
            return;
        }

        await writer.WriteLineAsync(Evaluate(line, cancellationToken).AsMemory(), cancellationToken);
    }

    private string Evaluate(ReadOnlySequence<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            line = _begun ? line : AfterPreamble(line);
            _begun = true;
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 1_000 });
            return Evaluate(document.RootElement, cancellationToken);
        }
        catch (JsonException problem)
        {
            return ResultJson.Problem("compile", $"not a valid line: {EnvironmentFile.Describe(problem, line.ToArray())}");
        }
        catch (FormatException problem)
        {
            return ResultJson.Problem("compile", $"not a valid line: {problem.Message}");
        }
#pragma warning disable CA1031 // Whatever goes wrong with one line, the next ones have their answers.
        catch (Exception problem) when (problem is not OperationCanceledException and not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return ResultJson.Problem("runtime", $"the line cannot be evaluated: {problem.Message}");
        }
    }

    private static ReadOnlySequence<byte> AfterPreamble(ReadOnlySequence<byte> line)
    {
        var preamble = Encoding.UTF8.Preamble;
        return line.Length >= preamble.Length && line.Slice(0, preamble.Length).ToArray().AsSpan().SequenceEqual(preamble)
            ? line.Slice(preamble.Length)
            : line;
    }

    private string Evaluate(JsonElement line, CancellationToken cancellationToken)
    {
        if (line.ValueKind != JsonValueKind.Object
            || !line.TryGetProperty("expr", out var text) || text.ValueKind != JsonValueKind.String)
        {
            throw new FormatException("it is no object with a text expr");
        }

        Value? environment = line.TryGetProperty("env", out var env) && env.ValueKind != JsonValueKind.Null ? TaggedJson.Read(env) : null;
        if (environment is { Kind: not ValueKind.Map })
        {
            throw new FormatException("env is no object");
        }

        var functions = line.TryGetProperty("functions", out var names) ? SampleFunctions.Named(names) : options.Functions;
        var compiled = Expression.Compile(Value.FromJson(text).AsString(), options with { Functions = functions });
        if (!compiled.Succeeded)
        {
            return ResultJson.Line(compiled.Error);
        }

        var result = compiled.Program.Evaluate(environment, cancellationToken);
        return result.Succeeded ? ResultJson.Line(result.Value) : ResultJson.Line(result.Error);
    }
}
