package io.github.etcdrunbook.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.AlarmMember;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.github.etcdrunbook.world.MemberId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Alarms and health. Alarms go by stub: jetcd does not know CORRUPT and disarms nothing when asked
 * to disarm it.
 */
public final class Alarms {
  private static final ByteSequence HEALTH_KEY =
      ByteSequence.from("health", StandardCharsets.UTF_8);

  private final Wire wire;

  Alarms(Wire wire) {
    this.wire = wire;
  }

  /** All alarms of the cluster; needs quorum. */
  public Answer<List<RaisedAlarm>> list() {
    return request(AlarmRequest.AlarmAction.GET, new MemberId(0), 0);
  }

  /** Takes back one alarm of one member; answers with those that were disarmed. */
  public Answer<List<RaisedAlarm>> disarm(RaisedAlarm alarm) {
    return request(AlarmRequest.AlarmAction.DEACTIVATE, alarm.member(), known(alarm.kind()));
  }

  /** Raises an alarm, as a member would. */
  public Answer<List<RaisedAlarm>> activate(RaisedAlarm alarm) {
    return request(AlarmRequest.AlarmAction.ACTIVATE, alarm.member(), known(alarm.kind()));
  }

  /**
   * Health as {@code etcdctl endpoint health} means it: a linearizable read goes through (being
   * refused for lack of permission counts as going through) and no alarm is raised.
   */
  public Answer<Health> health() {
    Answer<Boolean> read =
        wire.agreedByClient(wire.limits().call(), client -> client.getKVClient().get(HEALTH_KEY))
            .map(response -> true);
    if (read instanceof Answer.Failed<Boolean>(EtcdFailure failure) && !permissionOnly(failure)) {
      return new Answer.Failed<>(failure);
    }
    return list().map(Health::new);
  }

  private static boolean permissionOnly(EtcdFailure failure) {
    return failure instanceof EtcdFailure.Rejected(Rejection kind, String code, String text)
        && kind == Rejection.PERMISSION_DENIED;
  }

  private static int known(AlarmKind kind) {
    if (kind == AlarmKind.UNKNOWN) {
      throw new IllegalArgumentException("an alarm of unknown kind cannot be named to etcd");
    }
    return kind.number();
  }

  private Answer<List<RaisedAlarm>> request(
      AlarmRequest.AlarmAction action, MemberId member, int kind) {
    AlarmRequest request =
        AlarmRequest.newBuilder()
            .setAction(action)
            .setMemberID(member.bits())
            .setAlarmValue(kind)
            .build();
    return wire.agreed(() -> alarms(wire.maintenance(wire.limits().call()).alarm(request)));
  }

  private static List<RaisedAlarm> alarms(AlarmResponse response) {
    return response.getAlarmsList().stream().map(Alarms::alarm).toList();
  }

  private static RaisedAlarm alarm(AlarmMember alarm) {
    return new RaisedAlarm(new MemberId(alarm.getMemberID()), AlarmKind.of(alarm.getAlarmValue()));
  }
}
