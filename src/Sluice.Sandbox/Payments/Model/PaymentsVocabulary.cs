using System.Collections.Immutable;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>The words that the wire allows, each list complete.</summary>
internal static class PaymentsVocabulary
{
    public static ImmutableArray<string> AccountTypes { get; } = ["INTERNAL", "EXTERNAL", "UNKNOWN"];

    public static ImmutableArray<string> PaymentTypes { get; } = ["PAY-IN", "PAYOUT", "TRANSFER", "OTHER"];

    public static ImmutableArray<string> TransferTypes { get; } = ["TRANSFER", "PAYOUT"];

    public static ImmutableArray<string> PaymentStatuses { get; } =
    [
        "PENDING", PaymentStatus.Succeeded, "CANCELLED", "FAILED", "EXPIRED", PaymentStatus.Refunded, "REFUNDED_FAILURE", "DISPUTE",
        "DISPUTE_WON", "DISPUTE_LOST", "OTHER",
    ];

    public static ImmutableArray<string> Schemes { get; } =
    [
        "unknown", "other", "visa", "mastercard", "amex", "diners", "discover", "jcb", "unionpay", "alipay", "cup", "sepa debit",
        "sepa credit", "sepa", "apple pay", "google pay", "doku", "dragonpay", "maestro", "molpay", "a2a", "ach debit", "ach", "rtp",
    ];

    public static ImmutableArray<string> Decisions { get; } = [TransferStatus.Validated, TransferStatus.Rejected];
}

/// <summary>The statuses of a payment that the sandbox itself gives.</summary>
internal static class PaymentStatus
{
    public const string Succeeded = "SUCCEEDED";

    public const string Refunded = "REFUNDED";
}

/// <summary>The statuses of a transfer initiation.</summary>
internal static class TransferStatus
{
    public const string WaitingForValidation = "WAITING_FOR_VALIDATION";

    public const string Validated = "VALIDATED";

    public const string Rejected = "REJECTED";

    public const string Processing = "PROCESSING";

    public const string Processed = "PROCESSED";

    public const string Failed = "FAILED";

    public const string AskRetried = "ASK_RETRIED";

    public const string AskReversed = "ASK_REVERSED";

    public const string ReverseProcessing = "REVERSE_PROCESSING";

    public const string ReverseFailed = "REVERSE_FAILED";

    public const string PartiallyReversed = "PARTIALLY_REVERSED";

    public const string Reversed = "REVERSED";
}
