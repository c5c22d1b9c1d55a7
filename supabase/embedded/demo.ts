/** The people of the demo world who can sign in: one for each role. Everything else about that world is in seed.sql. */
export interface DemoPerson {
  workerId: string;
  signInName: string;
  kind: 'phone' | 'email';
  title: string;
}

/** Known to everyone who reads this, and so only ever used for an empty embedded database. */
export const demoPassword = 'gongke-2026';

export const demoPeople: Record<string, DemoPerson> = {
  worker: person(1, 'worker@demo.gongke.example', '职工 worker · 云川精工 焊接一班'),
  carer: person(2, '+8613800000002', '职工 worker · 云川安康家政（手机号登录 by phone）'),
  manager: person(3, 'manager@demo.gongke.example', '企业培训主管 manager · 云川精工'),
  trainer: person(4, 'trainer@demo.gongke.example', '教师 trainer · 云川技能培训中心'),
  reviewer: person(5, 'reviewer@demo.gongke.example', '课程评审委员 reviewer · 云川市总工会'),
  officer: person(6, 'officer@demo.gongke.example', '工会干部 officer · 云川市总工会'),
  bankOfficer: person(7, 'bank@demo.gongke.example', '学分银行管理员 bank officer · 云川开放大学'),
  auditor: person(8, 'auditor@demo.gongke.example', '审计 auditor · 云川市总工会'),
  districtOfficer: person(
    9,
    'district@demo.gongke.example',
    '工会干部 officer · 城东区总工会；职工 worker · 云川精工（两种身份 two roles）',
  ),
};

function person(number: number, signInName: string, title: string): DemoPerson {
  const workerId = `00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`;
  return { workerId, signInName, kind: signInName.startsWith('+') ? 'phone' : 'email', title };
}

export function demoSignIns(): { title: string; signInName: string; password: string }[] {
  return Object.values(demoPeople).map(({ title, signInName }) => ({
    title,
    signInName: signInName.replace(/^\+86/, ''),
    password: demoPassword,
  }));
}
