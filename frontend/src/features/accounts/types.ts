export interface Me {
  id: string;
  name: string;
  email: string;
  operator: boolean;
  demo: boolean;
  groups: MyGroup[];
}

export interface MyGroup {
  id: string;
  name: string;
  seat: string | null;
  delegation: string | null;
  offices: string[];
}

export interface DemoPerson {
  id: string;
  name: string;
  role: string;
  delegation: string | null;
}

export interface InvitationRead {
  name: string;
  email: string;
  group: string | null;
  purpose: "join" | "reset";
}

export interface Token {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
}

export interface TokenMade extends Token {
  token: string;
}
