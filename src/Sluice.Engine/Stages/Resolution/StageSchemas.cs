using System.Collections.Frozen;
using System.Numerics;

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

    private static readonly ObjectShape Wallet = new(
        Text("id", or: ""),
        Text("name", or: ""),
        Text("balance", or: "main"))
    {
        OneOf = ["id", "name"],
    };

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
        Text("connectorId") with { Alias = "connectorID" });

    private static readonly ObjectShape Amount = new(
        new Field("amount", Scalars.Amount),
        Text("asset") with { IsRequired = true });

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
            new Field("timestamp", Scalars.Instant)),
        send => new SendInput(
            Source(send.Object("source")!),
            Destination(send.Object("destination")!),
            send.Object("amount") is { } amount ? new MoneyAmount(amount.Get<BigInteger>("amount"), amount.Get<string>("asset")) : null,
            send.Get<IReadOnlyDictionary<string, string>?>("metadata"),
            send.Get<DateTimeOffset?>("timestamp")))
    {
        Rules = CheckSend,
    };

    private static readonly StageSchema Delay = new(
        new ObjectShape(new Field("duration", Scalars.Duration), new Field("until", Scalars.Instant)) { OneOf = ["duration", "until"] },
        delay => new DelayInput(delay.Get<GoDuration?>("duration"), delay.Get<DateTimeOffset?>("until")));

    private static readonly StageSchema WaitEvent = new(
        new ObjectShape(Text("event") with { IsRequired = true }),
        wait => new WaitEventInput(wait.Get<string>("event")));

    private static readonly StageSchema Update = new(
        new ObjectShape(Object("account", UpdatedAccount) with { IsRequired = true }),
        update => new UpdateInput(UpdatedAccountOf(update.Object("account")!)));

    private static readonly StageSchema Noop = new(new ObjectShape(), _ => new NoopInput());

    /// <summary>The schemas by the stage's key in a definition.</summary>
    public static readonly FrozenDictionary<string, StageSchema> ByKind = new Dictionary<string, StageSchema>
    {
        ["send"] = Send,
        ["delay"] = Delay,
        ["wait_event"] = WaitEvent,
        ["update"] = Update,
        ["noop"] = Noop,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Field Text(string name, string? or = null) => new(name, Scalars.Text) { Default = or };

    private static Field Flag(string name) => new(name, Scalars.Flag) { Default = false };

    private static Field Map(string name) => new(name, new TextMapShape());

    private static Field Object(string name, ObjectShape shape) => new(name, shape);

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

        // A payment brings its own amount; but an amount that is spelled out and comes to nothing was meant to be one.
        if (send.PresenceOf("amount") == Presence.NotGiven && fromPayment == Presence.NotGiven)
        {
            context.Report(ProblemKind.Stage, FieldPath.Body.Member("amount"), "amount must be specified");
        }

        if (send.Object("amount")?.PresenceOf("amount") == Presence.NotGiven)
        {
            context.Report(ProblemKind.Stage, FieldPath.Body.Member("amount").Member("amount"), "amount must be specified");
        }
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

    private static WalletParty? WalletOf(ResolvedFields party) => party.Object("wallet") is { } wallet
        ? new WalletParty(wallet.Get<string>("id"), wallet.Get<string>("name"), wallet.Get<string>("balance"))
        : null;

    private static UpdateAccount UpdatedAccountOf(ResolvedFields account) => new(
        account.Get<string>("id"), account.Get<string>("ledger"), account.Get<IReadOnlyDictionary<string, string>>("metadata"));
}
