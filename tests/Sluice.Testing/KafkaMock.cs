using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Testing;

/// <summary>The functions of librdkafka that make up its mock cluster, which the client's package does not wrap.</summary>
internal static partial class KafkaMock
{
    private const string Library = "librdkafka";
    private const int Producer = 0;

    // The package brings builds for several systems; the first that finds what it is linked against is the one.
    private static readonly string[] Builds = [Library, $"centos8-{Library}", $"alpine-{Library}"];

    public static nint NewClient()
    {
        var error = new byte[512];
        var client = NewClient(Producer, NewConfiguration(), error, (nuint)error.Length);
        return client != 0 ? client : throw new InvalidOperationException($"no Kafka client: {System.Text.Encoding.UTF8.GetString(error)}");
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static partial void DestroyClient(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static partial void DestroyCluster(nint cluster);

    public static string Bootstraps(nint cluster) => Marshal.PtrToStringUTF8(BootstrapsOf(cluster))!;

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateTopic(nint cluster, string topic, int partitions, int copies);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static partial void PushErrors(nint cluster, short request, nint count, int[] errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    public static partial int TakeDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    public static partial int BringUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint NewClient(int kind, nint configuration, byte[] error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint BootstrapsOf(nint cluster);

#pragma warning disable CA2255 // Nothing of this class can be called before the library is found.
    [ModuleInitializer]
    internal static void FindLibrary() => NativeLibrary.SetDllImportResolver(typeof(KafkaMock).Assembly, (name, assembly, path) =>
    {
        if (name != Library)
        {
            return 0;
        }

        return Builds.Select(build => NativeLibrary.TryLoad(build, assembly, path, out var handle) ? handle : 0).FirstOrDefault(handle => handle != 0);
    });
#pragma warning restore CA2255
}
