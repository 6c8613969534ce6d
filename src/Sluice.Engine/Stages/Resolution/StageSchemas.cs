using System.Collections.Frozen;

using static Sluice.Engine.Stages.Resolution.StageFields;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>
/// The one table of what each stage accepts. Definitions are checked and stages are resolved by the same reading of it, so the
/// two cannot disagree.
/// </summary>
internal static class StageSchemas
{
    private static readonly ObjectShape Account = new(
        Text("id") with { IsRequired = true },
        Text("ledger", or: "default"),
        Text("throughAccount", or: "world"),
        Flag("allowOverdraft"));

    private static readonly ObjectShape SourcePayment = new(
        Text("id") with { IsRequired = true },
        Text("ledger", or: "orchestration-000-internal"),
        Text("holdingAccount"),
        Text("throughAccount", or: "world"),
        Flag("allowOverdraft"));

    private static readonly ObjectShape DestinationPayment = new(
        Text("psp"),
        new Field("type", Scalars.TransferType) { Default = "TRANSFER" },
        Text("sourceAccount"),
        Text("metadata", or: "formanceAccountID"),
        Flag("waitingValidation"),
        Text("connectorId") with { Alias = "connectorID" })
    {
        AnyOf = ["psp", "connectorId"],
    };

    private static readonly ObjectShape UpdatedAccount = new(
        Text("id") with { IsRequired = true },
        Text("ledger", or: "main"),
        Map("metadata") with { IsRequired = true });

    private static readonly StageSchema Send = new(
        new ObjectShape(
            Object("source", Party(SourcePayment)) with { IsRequired = true },
            Object("destination", Party(DestinationPayment)) with { IsRequired = true },
            Object("amount", Amount),
            Map("metadata"),
            new Field("timestamp", Scalars.Instant),
            RetrySchema.Field),
        send => new SendInput(
            Source(send.Object("source")!),
            Destination(send.Object("destination")!),
            MoneyOf(send),
            send.Get<IReadOnlyDictionary<string, string>?>("metadata"),
            send.Get<DateTimeOffset?>("timestamp")))
    {
        Rules = (send, context) =>
        {
            CheckSend(send, context);
            RetrySchema.Check(send, context);
        },
    };

    private static readonly StageSchema Delay = new(
        new ObjectShape(new Field("duration", Scalars.Duration), new Field("until", Scalars.Instant), RetrySchema.Field)
        {
            OneOf = ["duration", "until"],
        },
        delay => new DelayInput(delay.Get<GoDuration?>("duration"), delay.Get<DateTimeOffset?>("until")))
    {
        Rules = RetrySchema.Check,
    };

    private static readonly StageSchema WaitEvent = new(
        new ObjectShape(Text("event") with { IsRequired = true }, new Field("timeout", Scalars.TimeLimit), RetrySchema.Field),
        wait => new WaitEventInput(wait.Get<string>("event"), wait.Get<GoDuration?>("timeout")))
    {
        Rules = RetrySchema.Check,
    };

    private static readonly StageSchema Update = new(
        new ObjectShape(Object("account", UpdatedAccount) with { IsRequired = true }, RetrySchema.Field),
        update => new UpdateInput(UpdatedAccountOf(update.Object("account")!)))
    {
        Rules = RetrySchema.Check,
    };

    private static readonly StageSchema Noop = new(new ObjectShape(RetrySchema.Field), _ => new NoopInput())
    {
        Rules = RetrySchema.Check,
    };

    /// <summary>The schemas by the stage's key in a definition.</summary>
    public static readonly FrozenDictionary<string, StageSchema> ByKind = new Dictionary<string, StageSchema>
    {
        ["send"] = Send,
        ["delay"] = Delay,
        ["wait_event"] = WaitEvent,
        ["update"] = Update,
        ["noop"] = Noop,
        ["hold"] = HoldSchemas.Hold,
        ["confirm_hold"] = HoldSchemas.Confirm,
        ["void_hold"] = HoldSchemas.Void,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static ObjectShape Party(ObjectShape payment) => new(
        Object("account", Account), Object("wallet", Wallet), Object("payment", payment))
    {
        OneOf = ["account", "wallet", "payment"],
    };

    private static void CheckSend(ResolvedFields send, ResolutionContext context)
    {
        var fromPayment = send.Object("source")?.PresenceOf("payment") ?? Presence.Undecided;
        var toPayment = send.Object("destination")?.PresenceOf("payment") ?? Presence.Undecided;
        if (fromPayment == Presence.Given && toPayment == Presence.Given)
        {
            context.Report(ProblemKind.Stage, FieldPath.Body, "send from payment to payment is not supported");
        }

        // A payment brings its own amount.
        if (send.PresenceOf("amount") == Presence.NotGiven && fromPayment == Presence.NotGiven)
        {
            context.Report(ProblemKind.Stage, FieldPath.Body.Member("amount"), "amount must be specified");
        }

        CheckAmount(send, context);
    }

    private static SendParty Source(ResolvedFields source) => new(
        AccountOf(source),
        WalletOf(source),
        source.Object("payment") is { } payment
            ? new PaymentParty(
                Id: payment.Get<string>("id"),
                Ledger: payment.Get<string>("ledger"),
                HoldingAccount: payment.Get<string?>("holdingAccount") ?? $"payment:{payment.Get<string>("id").Replace('-', '_')}",
                ThroughAccount: payment.Get<string>("throughAccount"),
                AllowOverdraft: payment.Get<bool>("allowOverdraft"))
            : null);

    private static SendParty Destination(ResolvedFields destination) => new(
        AccountOf(destination),
        WalletOf(destination),
        destination.Object("payment") is { } payment
            ? new PaymentParty(
                Psp: payment.Get<string?>("psp"),
                Type: payment.Get<string>("type"),
                SourceAccount: payment.Get<string?>("sourceAccount"),
                Metadata: payment.Get<string>("metadata"),
                WaitingValidation: payment.Get<bool>("waitingValidation"),
                ConnectorId: payment.Get<string?>("connectorId"))
            : null);

    private static AccountParty? AccountOf(ResolvedFields party) => party.Object("account") is { } account
        ? new AccountParty(
            account.Get<string>("id"),
            account.Get<string>("ledger"),
            account.Get<string>("throughAccount"),
            account.Get<bool>("allowOverdraft"))
        : null;

    private static UpdateAccount UpdatedAccountOf(ResolvedFields account) => new(
        account.Get<string>("id"), account.Get<string>("ledger"), account.Get<IReadOnlyDictionary<string, string>>("metadata"));
}
