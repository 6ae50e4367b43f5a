// A bundle as a DAG project publishes it. Compiled to native code by .ci/run; started as a process by tests of the protocol.
using Windtunnel.Airflow;
using Windtunnel.Consumers;

return await BundleProgram.RunAsync(args, () => BundleDags.Dags);
