using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Stack;

namespace Sluice.Simulation.Network;

/// <summary>Carries requests from owners to the stack, and answers back, as badly as the faults say.</summary>
internal sealed class SimulatedNetwork(Kernel.Kernel kernel, SimulatedStack stack, NetworkFaults faults, SeededRandom random)
{
    private const string Page = "<html><body>We will be back soon.</body></html>";

    private readonly Dictionary<string, long> _refused = [];
    private long _sent;

    internal NetworkFaults Faults => faults;

    /// <summary>Requests that may still have their effect.</summary>
    internal int UnderWay { get; private set; }

    /// <summary>Called when an owner sends a request, before anything happens to it.</summary>
    internal Action<SimulatedProcess, StackRequest>? Sent { get; set; }

    /// <summary>The way out of one process.</summary>
    internal HttpMessageHandler HandlerOf(SimulatedProcess process) => new Handler(this, process);

    private void Send(SimulatedProcess process, StackRequest request, TaskCompletionSource<HttpResponseMessage> answered)
    {
        Sent?.Invoke(process, request);
        var number = ++_sent;
        var service = request.Path.Split('/')[1];
        if (faults.IsOut(service, kernel.Now))
        {
            Note("is refused: the service is down");
            kernel.After(faults.NextDelay(), () => Break(answered), process);
            return;
        }

        var fate = faults.NextFate();
        Note($"is sent ({fate})");
        switch (fate)
        {
            case DeliveryFate.Delivered:
                Arrive(faults.NextDelay(), answer => Reply(answer));
                break;
            case DeliveryFate.RequestLost:
                kernel.After(faults.NextDelay(), () => Break(answered), process);
                break;
            case DeliveryFate.AnswerLost:
                Arrive(faults.NextDelay(), _ => kernel.After(faults.NextDelay(), () => Break(answered), process));
                break;
            case DeliveryFate.AnswerSwallowed:
                Arrive(faults.NextDelay(), _ => { });
                break;
            case DeliveryFate.VeryLate:
                Arrive(random.Millis(30_000, 150_000), answer => Reply(answer));
                break;
            case DeliveryFate.Twice:
                Arrive(faults.NextDelay(), answer => Reply(answer));
                Arrive(random.Millis(0, 30_000), _ => { });
                break;
            case DeliveryFate.AnsweredOnTheWay:
                kernel.After(faults.NextDelay(), () => answered.TrySetResult(SomebodyElses(true)), process);
                break;
            case DeliveryFate.AnswerReplaced:
                Arrive(faults.NextDelay(), _ => kernel.After(faults.NextDelay(), () => answered.TrySetResult(SomebodyElses(false)), process));
                break;
        }

        void Arrive(TimeSpan delay, Action<Answer> then)
        {
            UnderWay++;
            kernel.After(delay, () =>
            {
                UnderWay--;
                if (IsPast(request, number) || (!process.Alive && random.Below(4) == 0))
                {
                    Note("does not arrive any more");
                    return;
                }

                var answer = stack.Handle(request);
                Note($"arrives: {answer.Status} {answer.Body}");
                if (answer.Status is >= 400 and < 500 && request.Identity is { } identity)
                {
                    _refused[identity] = number;
                }

                then(answer);
            });
        }

        void Reply(Answer answer) => kernel.After(faults.NextDelay(), () => answered.TrySetResult(Message(answer)), process);

        void Note(string what) => kernel.Note(process.Name, $"{request.Method} {request.Path} [{request.Identity}] {what}");
    }

    /// <summary>
    /// Whether the service has refused this request, or a later repetition of it, already. No network delivers what its sender has
    /// gone past; if one did, nobody could ever believe a refusal.
    /// </summary>
    private bool IsPast(StackRequest request, long number) => request.Identity is { } identity && _refused.GetValueOrDefault(identity) >= number;

    private HttpResponseMessage SomebodyElses(bool before) => random.Below(before ? 6 : 3) switch
    {
        0 => Message(new Answer(200, Page)),
        1 => Message(new Answer(502, Page)),
        2 => Message(Answer.Refused(500, "INTERNAL", "something went wrong")),
        3 => Message(Answer.Refused(409, "CONFLICT", "the idempotency key is in use")),
        4 => WithRetryAfter(Message(new Answer(429)), TimeSpan.FromSeconds(random.Between(1, 20))),
        _ => Message(new Answer(401)),
    };

    private static HttpResponseMessage Message(Answer answer) =>
        new((HttpStatusCode)answer.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Body)) };

    private static HttpResponseMessage WithRetryAfter(HttpResponseMessage message, TimeSpan span)
    {
        message.Headers.RetryAfter = new RetryConditionHeaderValue(span);
        return message;
    }

    private static void Break(TaskCompletionSource<HttpResponseMessage> answered) =>
        answered.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError));

    private sealed class Handler(SimulatedNetwork network, SimulatedProcess process) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Not to run its continuations asynchronously: those of the real runner must stay on this thread.
            var answered = new TaskCompletionSource<HttpResponseMessage>();
            using var givenUp = cancellationToken.UnsafeRegister(
                static answered => ((TaskCompletionSource<HttpResponseMessage>)answered!).TrySetCanceled(), answered);
            network.Send(process, Read(request), answered);
            return await answered.Task.ConfigureAwait(false);
        }

        internal static StackRequest Read(HttpRequestMessage message)
        {
            var key = message.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
            var path = message.RequestUri!.IsAbsoluteUri ? message.RequestUri.PathAndQuery[1..] : message.RequestUri.OriginalString;
            var body = "";
            if (message.Content is { } content)
            {
                using var stream = content.ReadAsStream(CancellationToken.None);
                using var reader = new StreamReader(stream, Encoding.UTF8);
                body = reader.ReadToEnd();
            }

            return new StackRequest(message.Method.Method, path, key, body) { Identity = key ?? Reference(path, body) };
        }

        private static string? Reference(string path, string body)
        {
            if (!path.EndsWith("transfer-initiations", StringComparison.Ordinal))
            {
                return null;
            }

            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("reference").GetString();
        }
    }

    /// <summary>What a message carries, as the stack would see it.</summary>
    internal static StackRequest Read(HttpRequestMessage message) => Handler.Read(message);
}
